/**
 * Time as the client sees it; tests bring their own.
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(task: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
export const SYSTEM_CLOCK = Object.freeze({
  now: () => Date.now(),
  setTimeout: (task, ms) => globalThis.setTimeout(task, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
});

/**
 * A delay with full jitter: anything from nothing to a bound that doubles with each attempt.
 * @param {number} attempt 0 for the first
 * @param {() => number} random from 0 up to 1
 */
export function fullJitter(attempt, random) {
  return Math.floor(random() * Math.min(20_000, 500 * 2 ** Math.min(attempt, 16)));
}

/**
 * A new key for a new intent: 32 hexadecimal digits. Works in insecure contexts too, where randomUUID is missing.
 * @returns {string}
 */
export function newKey() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
