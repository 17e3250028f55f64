import { SYSTEM_CLOCK } from './clock.js';
import { CONNECTION_LOST } from './errors.js';

/** How long to wait after the server had no room for a sync, at least and at most half of it more. */
const AGAIN_MS = 4_000;

/**
 * Syncs when a connection begins, and again whenever the server says that it may not have told everything.
 */
export class CatchUp {
  #sync;
  #onError;
  #clock;
  #random;
  #run = 0;
  #running = false;
  #due = false;

  /**
   * @param {() => Promise<void>} sync asks for what was missed; resolves once it is in
   * @param {object} options
   * @param {(error: any) => void} options.onError
   * @param {import('./index.d.ts').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor(sync, { onError, clock = SYSTEM_CLOCK, random = Math.random }) {
    this.#sync = sync;
    this.#onError = onError;
    this.#clock = clock;
    this.#random = random;
  }

  /** The sync that a connection begins with. What an earlier connection did not finish is forgotten. */
  async first() {
    const run = ++this.#run;
    this.#running = true;
    this.#due = false;
    try {
      await this.#sync();
    } finally {
      this.#over(run);
    }
  }

  /** The server may have missed something by now: a sync that is under way may have been read before. */
  again() {
    if (this.#running) {
      this.#due = true;
      return;
    }
    const run = ++this.#run;
    this.#running = true;
    this.#sync().then(
      () => this.#over(run),
      (error) => this.#failed(run, error),
    );
  }

  #failed(run, error) {
    if (run !== this.#run) {
      return; // of an earlier connection
    }
    this.#running = false;
    if (error.code === CONNECTION_LOST) {
      return; // the next connection begins with a sync
    }
    if (error.retryable) {
      this.#clock.setTimeout(() => run === this.#run && this.again(), AGAIN_MS * (1 + this.#random() / 2));
    } else {
      this.#onError(error);
    }
  }

  #over(run) {
    if (run !== this.#run) {
      return;
    }
    this.#running = false;
    if (this.#due) {
      this.#due = false;
      this.again();
    }
  }
}
