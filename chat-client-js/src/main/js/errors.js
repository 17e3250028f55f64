/**
 * Close codes of the protocol by number. 4000 to 4499 mean "connect again", 4500 to 4999 are final.
 * @type {Readonly<Record<number, string>>}
 */
export const CLOSE_CODES = Object.freeze({
  4000: 'going_away',
  4001: 'slow_consumer',
  4002: 'ping_timeout',
  4003: 'overloaded',
  4004: 'token_expired',
  4005: 'rate_limited',
  4006: 'internal',
  4007: 'hello_timeout',
  4008: 'too_many_connections',
  4500: 'bad_frame',
  4501: 'unauthenticated',
  4502: 'displaced',
  4503: 'device_revoked',
});

/** The code of requests whose answer was lost with the connection; the server never sends it. */
export const CONNECTION_LOST = 'connection_lost';

/** A request that failed, or a connection that ended for good. */
export class ChatError extends Error {
  /**
   * @param {string} code a code of the protocol's error table, or a host's own
   * @param {string} [message] what happened, for a developer
   * @param {{retryable?: boolean, retryAfterMs?: number, closeCode?: number}} [details]
   */
  constructor(code, message, details = {}) {
    super(message || code);
    this.name = 'ChatError';
    this.code = code;
    this.retryable = details.retryable === true;
    this.retryAfterMs = details.retryAfterMs;
    this.closeCode = details.closeCode;
  }

  /** @param {{code: string, message?: string, retryable?: boolean, retryAfterMs?: number}} error an error frame's body */
  static ofFrame(error) {
    return new ChatError(error.code, error.message, error);
  }
}

/**
 * Tells whether a close code ends the session for good.
 * @param {number} code
 */
export function isTerminal(code) {
  return code >= 4500 && code <= 4999;
}

/**
 * The name of a close code; numbers outside the protocol's range mean a broken connection.
 * @param {number} code
 */
export function closeName(code) {
  return CLOSE_CODES[code] ?? (isTerminal(code) ? 'closed' : CONNECTION_LOST);
}
