import { SYSTEM_CLOCK, fullJitter } from './clock.js';
import { CONNECTION_LOST } from './errors.js';
import { NO_MARKS, higher } from './marks.js';

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
  #onTold;
  /** @type {Map<string, {delivered: number, read: number, readShown: number, told: object, timer: any, attempt: number}>} */
  #marks = new Map();
  #open = false;

  /**
   * @param {object} options
   * @param {(command: string, members: object) => Promise<any>} options.request
   * @param {(error: unknown) => void} options.onError a receipt that was refused
   * @param {(conversation: string, marks: object) => void} [options.onTold] the server's answer: the marks as they are
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ request, onError, onTold = () => {}, clock = SYSTEM_CLOCK, random = Math.random }) {
    this.#request = request;
    this.#onError = onError;
    this.#onTold = onTold;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * The server's own view: what it knows need not be told.
   * @param {string} conversation
   * @param {Required<import('./index.d.ts').Marks>} marks
   */
  known(conversation, marks) {
    const of = this.#of(conversation);
    of.told = higher(of.told, marks);
  }

  /**
   * The conversation's log is another one than the marks were of.
   * @param {string} conversation
   */
  forget(conversation) {
    this.#clock.clearTimeout(this.#marks.get(conversation)?.timer);
    this.#marks.delete(conversation);
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
   * @param {number} [shown] up to where others may know of it
   */
  read(conversation, seq, shown = seq) {
    const marks = this.#of(conversation);
    marks.read = Math.max(marks.read, seq);
    marks.readShown = Math.max(marks.readShown, shown);
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
      marks = { ...NO_MARKS, told: NO_MARKS, timer: undefined, attempt: 0 };
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
    // What others may know goes first, and what they may not know by itself.
    const { told } = marks;
    const shown = marks.readShown > told.readShown;
    const read = shown ? marks.readShown : Math.max(marks.read, told.read);
    const delivered = Math.max(marks.delivered, read);
    const members = {
      conversation,
      ...(delivered > Math.max(told.delivered, read) && { delivered }),
      ...((shown || read > told.read) && { read }),
      ...(!shown && read > told.read && { hidden: true }),
    };
    const asked = { delivered, read, readShown: shown ? read : told.readShown };
    this.#request('receipt', members).then(
      (answer) => {
        marks.attempt = 0;
        this.#done(conversation, marks, asked, COALESCE_MS);
        if (answer?.read !== undefined) {
          this.#onTold(conversation, answer);
        }
      },
      (error) => {
        if (error.code === CONNECTION_LOST) {
          marks.timer = undefined;
        } else if (error.retryable) {
          this.#done(conversation, marks, NO_MARKS, error.retryAfterMs ?? fullJitter(marks.attempt++, this.#random));
        } else {
          this.#onError(error);
          this.#done(conversation, marks, asked, COALESCE_MS);
        }
      },
    );
  }

  #done(conversation, marks, told, delayMs) {
    marks.timer = undefined;
    marks.told = higher(marks.told, told);
    if (this.#marks.get(conversation) === marks) {
      this.#schedule(conversation, marks, delayMs);
    }
  }
}

function behind({ delivered, read, readShown, told }) {
  return readShown > told.readShown || read > told.read || delivered > Math.max(told.delivered, told.read);
}
