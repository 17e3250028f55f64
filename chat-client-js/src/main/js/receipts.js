import { SYSTEM_CLOCK, fullJitter } from './clock.js';
import { CONNECTION_LOST } from './errors.js';

const COALESCE_MS = 100;

/**
 * Tells the server how far this user is, coalesced: at most one receipt per conversation is on its way, and the next
 * one carries the highest of what came meanwhile.
 */
export class Receipts {
  #request;
  #clock;
  #random;
  #onError;
  /** @type {Map<string, {delivered: number, read: number, hidden: boolean, told: object, timer: any, attempt: number}>} */
  #marks = new Map();
  #open = false;

  /**
   * @param {object} options
   * @param {(command: string, members: object) => Promise<any>} options.request
   * @param {(error: unknown) => void} options.onError a receipt that was refused
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ request, onError, clock = SYSTEM_CLOCK, random = Math.random }) {
    this.#request = request;
    this.#onError = onError;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * The server's own view: what it knows need not be told.
   * @param {string} conversation
   * @param {{delivered?: number, read?: number}} marks
   */
  known(conversation, marks) {
    const { told } = this.#of(conversation);
    told.delivered = Math.max(told.delivered, marks.delivered ?? 0);
    told.read = Math.max(told.read, marks.read ?? 0);
  }

  /**
   * Everything up to a seq is kept on this device.
   * @param {string} conversation
   * @param {number} seq
   */
  delivered(conversation, seq) {
    const marks = this.#of(conversation);
    marks.delivered = Math.max(marks.delivered, seq);
    this.#schedule(conversation, marks, COALESCE_MS);
  }

  /**
   * The user has seen everything up to a seq.
   * @param {string} conversation
   * @param {number} seq
   * @param {boolean} [hidden] whether others shall not know
   */
  read(conversation, seq, hidden = false) {
    const marks = this.#of(conversation);
    marks.read = Math.max(marks.read, seq);
    marks.hidden = hidden;
    this.#schedule(conversation, marks, COALESCE_MS);
  }

  /** A session is there and synced: tells what could not be told before. */
  resume() {
    this.#open = true;
    for (const [conversation, marks] of this.#marks) {
      this.#schedule(conversation, marks, COALESCE_MS);
    }
  }

  /** The session is gone. */
  pause() {
    this.#open = false;
    for (const marks of this.#marks.values()) {
      this.#clock.clearTimeout(marks.timer);
      marks.timer = undefined;
    }
  }

  #of(conversation) {
    let marks = this.#marks.get(conversation);
    if (!marks) {
      marks = { delivered: 0, read: 0, hidden: false, told: { delivered: 0, read: 0 }, timer: undefined, attempt: 0 };
      this.#marks.set(conversation, marks);
    }
    return marks;
  }

  #schedule(conversation, marks, delayMs) {
    if (this.#open && marks.timer === undefined && behind(marks)) {
      marks.timer = this.#clock.setTimeout(() => this.#tell(conversation, marks), delayMs);
    }
  }

  /** The timer stays set while the receipt is on its way, which keeps the next one back. */
  #tell(conversation, marks) {
    if (!behind(marks)) {
      marks.timer = undefined;
      return;
    }
    const { delivered, read } = marks;
    const members = { conversation };
    if (delivered > Math.max(marks.told.delivered, read)) {
      members.delivered = delivered;
    }
    if (read > marks.told.read) {
      members.read = read;
      if (marks.hidden) {
        members.hidden = true;
      }
    }
    this.#request('receipt', members).then(
      () => {
        marks.attempt = 0;
        this.#done(conversation, marks, { delivered: Math.max(delivered, read), read }, COALESCE_MS);
      },
      (error) => {
        if (error.code === CONNECTION_LOST) {
          marks.timer = undefined;
        } else if (error.retryable) {
          this.#done(conversation, marks, {}, error.retryAfterMs ?? fullJitter(marks.attempt++, this.#random));
        } else {
          this.#onError(error);
          this.#done(conversation, marks, { delivered: Math.max(delivered, read), read }, COALESCE_MS);
        }
      },
    );
  }

  #done(conversation, marks, told, delayMs) {
    marks.timer = undefined;
    this.known(conversation, told);
    this.#schedule(conversation, marks, delayMs);
  }
}

function behind(marks) {
  return marks.read > marks.told.read || marks.delivered > Math.max(marks.told.delivered, marks.told.read);
}
