/**
 * How far a user is: `delivered`, `read`, and `readShown`, up to where others may know of the reading. Marks only grow.
 *
 * @typedef {import('./index.d.ts').Marks} Marks
 */

/** Nothing delivered, nothing read. */
export const NO_MARKS = Object.freeze({ delivered: 0, read: 0, readShown: 0 });

/**
 * Marks as the wire says them: without `readShown`, all that was read is shown.
 * @param {{delivered?: number, read?: number, readShown?: number}} [marks]
 * @returns {Required<Marks>}
 */
export function marksOf({ delivered = 0, read = 0, readShown = read } = {}) {
  const readUpTo = Math.max(read, readShown);
  return { delivered: Math.max(delivered, readUpTo), read: readUpTo, readShown };
}

/**
 * The higher of both, mark by mark.
 * @param {Required<Marks>} one
 * @param {Required<Marks>} other
 * @returns {Required<Marks>}
 */
export function higher(one, other) {
  return {
    delivered: Math.max(one.delivered, other.delivered),
    read: Math.max(one.read, other.read),
    readShown: Math.max(one.readShown, other.readShown),
  };
}
