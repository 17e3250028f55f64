/** Muted for good: the last moment the server knows, the end of the year 9999. */
export const FOREVER = Date.UTC(9999, 11, 31);

/** Whether a conversation makes no noise now. */
export function isMuted(conversation) {
  return conversation.mutedUntil > Date.now();
}
