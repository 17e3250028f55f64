import { SYSTEM_CLOCK, fullJitter } from './clock.js';
import { CONNECTION_LOST } from './errors.js';

const PAGE = 200;
/** After this many rows that don't say what was wanted, what is held has to do. */
const MOST_IN_VAIN = 6;

/**
 * Asks the server for rows of the inbox that it did not tell by itself: of conversations of which only entries came, of
 * those that a sync did not reach, and where what is held can't tell what is unread.
 */
export class RowReader {
  #options;
  #clock;
  #random;
  /** How often each row that is being asked for was asked for, and the rows that can't be had. */
  #attempts = new Map();
  #session = {};

  /**
   * @param {object} options
   * @param {(command: string, members: object, use: (body: any) => any) => Promise<any>} options.request
   * @param {(row: import('./index.d.ts').Summary) => void} options.onRow
   * @param {(error: unknown) => void} options.onError
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor(options) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#random = options.random ?? Math.random;
  }

  /** A new session: what was asked of the last one is forgotten. */
  restart() {
    this.#session = {};
    this.#attempts.clear();
  }

  /**
   * Asks for a row until it says what is missing, or it can't be had.
   * @param {string} id
   * @param {() => boolean} missing
   */
  async ask(id, missing) {
    if (this.#attempts.has(id)) {
      return;
    }
    const session = this.#session;
    for (let attempt = 0; attempt < MOST_IN_VAIN && session === this.#session && missing(); attempt++) {
      this.#attempts.set(id, attempt);
      try {
        await this.#wait(attempt === 0 ? 0 : fullJitter(attempt, this.#random));
        await this.#show(id);
      } catch (error) {
        if (error.code === CONNECTION_LOST) {
          break;
        }
        if (!error.retryable) {
          this.#options.onError(error);
          return; // and it stays noted, so that nobody asks again
        }
        await this.#wait(error.retryAfterMs ?? 0);
      }
    }
    if (session === this.#session) {
      this.#attempts.delete(id);
    }
  }

  /**
   * Reads the inbox until some rows were seen, so that none stays behind silently.
   * @param {Set<string>} unseen
   */
  async catchUp(unseen) {
    const session = this.#session;
    try {
      for (let cursor; unseen.size > 0; ) {
        cursor = await this.#options.request('inbox', { ...(cursor && { cursor }), limit: PAGE }, (page) => {
          (page.conversations ?? [])
            .filter(({ conversation }) => unseen.delete(conversation))
            .forEach((row) => this.#options.onRow(row));
          return page.next;
        });
        if (!cursor) {
          break;
        }
      }
      // One that moved up while the pages were read is on none of them.
      for (const id of unseen) {
        await this.#show(id).catch((error) => this.#orGone(error));
        unseen.delete(id);
      }
    } catch (error) {
      if (error.code !== CONNECTION_LOST && session === this.#session) {
        this.#options.onError(error);
        if (error.retryable) {
          await this.#wait(error.retryAfterMs ?? fullJitter(2, this.#random));
          await (session === this.#session && this.catchUp(unseen));
        }
      }
    }
  }

  /** What cannot be had keeps nothing else from being read. */
  #orGone(error) {
    if (error.retryable) {
      throw error;
    }
    this.#options.onError(error);
  }

  #show(id) {
    return this.#options.request('show', { conversation: id }, (row) => this.#options.onRow(row));
  }

  #wait(ms) {
    return ms === 0 ? undefined : new Promise((resolve) => this.#clock.setTimeout(() => resolve(undefined), ms));
  }
}
