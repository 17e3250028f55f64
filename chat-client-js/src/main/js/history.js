import { SYSTEM_CLOCK, fullJitter } from './clock.js';
import { CONNECTION_LOST } from './errors.js';

const PAGE = 200;
const FIRST_PAGE = 50;
/** A hole larger than this is not read through: the client begins anew with the newest page. */
const LARGEST_HOLE = 2_000;
/** How often a server that announced something is asked for it again, and after how long. */
const STALLS = 3;
const STALL_MS = 500;

/** Reads the log: closes holes, and pages back. One request per conversation at a time. */
export class History {
  #request;
  #clock;
  #random;
  #onChange;
  #onError;
  /** @type {Map<string, Promise<void>>} */
  #repairs = new Map();
  /** @type {Map<string, Promise<boolean>>} */
  #reads = new Map();
  #timers = new Map();

  /**
   * @param {object} options
   * @param {(command: string, members: object) => Promise<any>} options.request
   * @param {(conversation: import('./conversation.js').Conversation, placed: object[], known: number) => void} options.onChange
   * @param {(error: unknown) => void} options.onError
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor({ request, onChange, onError, clock = SYSTEM_CLOCK, random = Math.random }) {
    this.#request = request;
    this.#onChange = onChange;
    this.#onError = onError;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Reads what is missing up to the head, if something is.
   * @param {import('./conversation.js').Conversation} conversation
   */
  repair(conversation) {
    const { id } = conversation;
    if (!conversation.timeline.hasGap) {
      return Promise.resolve();
    }
    if (!this.#repairs.has(id)) {
      const repair = this.#repair(conversation, 0).then((connected) => {
        this.#repairs.delete(id);
        // Something may have been announced after the last page was taken, and before this.
        return connected ? this.repair(conversation) : undefined;
      });
      this.#repairs.set(id, repair);
    }
    return this.#repairs.get(id);
  }

  /**
   * The same a little later: what is missing is probably on its way by itself.
   * @param {import('./conversation.js').Conversation} conversation
   */
  repairSoon(conversation) {
    const { id } = conversation;
    if (conversation.timeline.hasGap && !this.#timers.has(id)) {
      const task = () => {
        this.#timers.delete(id);
        this.repair(conversation);
      };
      this.#timers.set(id, this.#clock.setTimeout(task, 1_000));
    }
  }

  /** The session is gone: the next sync knows what is missing. */
  pause() {
    this.#timers.forEach((timer) => this.#clock.clearTimeout(timer));
    this.#timers.clear();
  }

  /**
   * Reads one page of older history.
   * @param {import('./conversation.js').Conversation} conversation
   * @param {number} limit
   * @returns {Promise<boolean>} whether there is still more
   */
  older(conversation, limit) {
    const { id, timeline } = conversation;
    if (!timeline.before || timeline.cursor === undefined) {
      return Promise.resolve(false);
    }
    if (!this.#reads.has(id)) {
      const read = this.#older(conversation, limit).finally(() => this.#reads.delete(id));
      this.#reads.set(id, read);
    }
    return this.#reads.get(id);
  }

  /**
   * Reads older history until a seq is held, or there is no more.
   * @param {import('./conversation.js').Conversation} conversation
   * @param {number} seq
   */
  async backTo(conversation, seq) {
    let more = conversation.timeline.before;
    while (more && (conversation.timeline.first ?? Infinity) > seq) {
      more = await this.older(conversation, PAGE);
    }
  }

  async #older(conversation, limit) {
    const { id, timeline } = conversation;
    const { first } = timeline;
    const before = first ?? timeline.cursor + 1;
    const page = await this.#request('history', { conversation: id, before, limit });
    // A sync in between may have begun anew elsewhere in the log.
    if (timeline.first === first && (first !== undefined || timeline.cursor + 1 === before)) {
      timeline.prepend(page);
      this.#onChange(conversation, [], 0);
    }
    return timeline.before;
  }

  /** The server has nothing beyond the cursor: not yet, or it is not for this user to see. */
  async #stalled(timeline, times) {
    if (times < STALLS) {
      await new Promise((resolve) => this.#clock.setTimeout(() => resolve(undefined), STALL_MS));
    } else {
      timeline.giveUp();
    }
  }

  /** Resolves whether there still is a connection; fails never. */
  async #repair(conversation, attempt) {
    const { id, timeline } = conversation;
    let stalls = 0;
    try {
      while (timeline.hasGap) {
        const asked = timeline.cursor;
        const anew = asked === undefined || timeline.head - asked > LARGEST_HOLE;
        const range = anew ? { limit: FIRST_PAGE } : { after: asked, limit: PAGE };
        const page = await this.#request('history', { conversation: id, ...range });
        // A sync or a late entry may have moved the cursor meanwhile: then the page answers a question of yesterday.
        if (timeline.cursor === asked) {
          const { placed, known } = timeline.take(page, !anew);
          this.#onChange(conversation, placed, known);
          if (timeline.cursor === asked) {
            await this.#stalled(timeline, ++stalls);
          }
        }
      }
    } catch (error) {
      if (error.code === CONNECTION_LOST) {
        return false;
      }
      if (error.retryable) {
        const delay = error.retryAfterMs ?? fullJitter(attempt, this.#random);
        await new Promise((resolve) => this.#clock.setTimeout(() => resolve(undefined), delay));
        return this.#repair(conversation, attempt + 1);
      }
      timeline.giveUp();
      this.#onError(error);
    }
    return true;
  }
}
