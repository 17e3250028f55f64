/**
 * A message and what later entries made of it: the wire entry with `editSeq`, `deleteSeq`, `reactions` and `asOf`
 * always there. All functions leave their arguments as they are and return a new message, or the same when nothing
 * changed. Applying is commutative, associative and idempotent, so that every device arrives at the same message.
 *
 * @typedef {import('./index.d.ts').Message} Message
 * @typedef {import('./index.d.ts').Entry} Entry
 */

const MODIFICATIONS = new Set(['edit', 'delete', 'reaction']);

/**
 * Tells whether an entry changes a message instead of being shown itself.
 * @param {Entry} entry
 */
export function isModification(entry) {
  return MODIFICATIONS.has(entry.type);
}

/**
 * The message that an entry of type `message` posted, as of the page it came in, if it came in one.
 * @param {Entry} entry
 * @returns {Message}
 */
export function messageOf(entry) {
  const message = {
    ...entry,
    type: /** @type {'message'} */ ('message'),
    editSeq: entry.editSeq ?? 0,
    deleteSeq: entry.deleteSeq ?? 0,
    reactions: sorted(entry.reactions ?? []),
    asOf: entry.asOf ?? entry.seq,
  };
  return message.deleteSeq > 0 ? blanked(message, message.deleteSeq) : message;
}

/**
 * Applies one edit, delete or reaction.
 * @param {Message} message
 * @param {Entry} entry one that targets another message, or is included already, changes nothing
 * @returns {Message}
 */
export function applyTo(message, entry) {
  if (entry.target !== message.seq || entry.seq <= message.asOf) {
    return message;
  }
  if (entry.type === 'delete') {
    const seq = message.deleteSeq > 0 ? Math.min(message.deleteSeq, entry.seq) : entry.seq;
    return seq === message.deleteSeq ? message : blanked(message, seq);
  }
  if (message.deleteSeq > 0) {
    return message;
  }
  if (entry.type === 'edit') {
    // Without content the message was deleted since: the entry that says so follows.
    return entry.content && entry.seq > message.editSeq
      ? {
          ...message,
          content: entry.content,
          custom: entry.custom,
          editSeq: entry.seq,
        }
      : message;
  }
  if (entry.type === 'reaction') {
    const state = { user: entry.sender, emoji: entry.emoji, present: entry.present === true, seq: entry.seq };
    const reactions = joined(message.reactions, [state]);
    return reactions === message.reactions ? message : { ...message, reactions };
  }
  return message;
}

/**
 * Joins two versions of one message, each of which may know what the other doesn't.
 * @param {Message} one
 * @param {Message} other
 * @returns {Message}
 */
export function merge(one, other) {
  const asOf = Math.max(one.asOf, other.asOf);
  if (one.deleteSeq > 0 || other.deleteSeq > 0) {
    const seqs = [one.deleteSeq, other.deleteSeq].filter((seq) => seq > 0);
    return { ...blanked(one, Math.min(...seqs)), asOf };
  }
  const newest = other.editSeq > one.editSeq ? other : one;
  return { ...newest, reactions: joined(one.reactions, other.reactions), asOf };
}

/**
 * What a draft says, as a command carries it.
 * @param {import('./index.d.ts').Draft} draft
 */
export function bodyOf(draft) {
  const { text, content = { text }, mentions, replyTo, custom } = typeof draft === 'string' ? { text: draft } : draft;
  return { content, mentions, replyTo, custom };
}

/** A tombstone keeps nothing of what it said. */
function blanked(message, deleteSeq) {
  const { content, mentions, custom, replyTo, ...rest } = message;
  return { ...rest, editSeq: 0, deleteSeq, reactions: [] };
}

function joined(states, others) {
  const byWhat = new Map(states.map((state) => [reactionKey(state), state]));
  let changed = false;
  for (const state of others) {
    const held = byWhat.get(reactionKey(state));
    if (!held || state.seq > held.seq) {
      byWhat.set(reactionKey(state), { ...state, present: state.present === true });
      changed = true;
    }
  }
  return changed ? sorted([...byWhat.values()]) : states;
}

function sorted(states) {
  return states
    .map((state) => ({ user: state.user, emoji: state.emoji, present: state.present === true, seq: state.seq }))
    .sort((a, b) => compare(reactionKey(a), reactionKey(b)));
}

function reactionKey(state) {
  return `${state.user}\0${state.emoji}`;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
