import { SYSTEM_CLOCK } from './clock.js';

const REPEAT_MS = 4_000;

/** Who is typing where: what others do, which ends by itself, and what this user does, told at most every 4 s. */
export class Typing {
  #clock;
  #tell;
  #onChange;
  /** @type {Map<string, Map<string, any>>} conversation to user to timer */
  #others = new Map();
  /** @type {Map<string, number>} conversation to the time it was last told */
  #own = new Map();

  /**
   * @param {object} options
   * @param {(conversation: string, active: boolean) => void} options.tell
   * @param {(conversation: string) => void} options.onChange
   * @param {import('./clock.js').Clock} [options.clock]
   */
  constructor({ tell, onChange, clock = SYSTEM_CLOCK }) {
    this.#tell = tell;
    this.#onChange = onChange;
    this.#clock = clock;
  }

  /**
   * The users typing in a conversation.
   * @param {string} conversation
   * @returns {string[]}
   */
  in(conversation) {
    return [...(this.#others.get(conversation)?.keys() ?? [])];
  }

  /** Applies a `typing` event. */
  heard({ conversation, user, active, expiresMs }) {
    this.#end(conversation, user);
    if (active) {
      const users = this.#others.get(conversation) ?? new Map();
      this.#others.set(conversation, users);
      users.set(
        user,
        this.#clock.setTimeout(() => this.stopped(conversation, user), expiresMs),
      );
    }
    this.#onChange(conversation);
  }

  /** Somebody's message came, or the time is over. */
  stopped(conversation, user) {
    if (this.#end(conversation, user)) {
      this.#onChange(conversation);
    }
  }

  /** The session is gone, and with it all knowledge of who types. */
  reset() {
    const conversations = [...this.#others.keys()];
    for (const conversation of conversations) {
      this.in(conversation).forEach((user) => this.#end(conversation, user));
      this.#onChange(conversation);
    }
    this.#own.clear();
  }

  /**
   * This user types, or stopped.
   * @param {string} conversation
   * @param {boolean} active
   */
  own(conversation, active) {
    const told = this.#own.get(conversation);
    if (active && (told === undefined || this.#clock.now() - told >= REPEAT_MS)) {
      this.#own.set(conversation, this.#clock.now());
      this.#tell(conversation, true);
    } else if (!active && told !== undefined) {
      this.#own.delete(conversation);
      this.#tell(conversation, false);
    }
  }

  #end(conversation, user) {
    const users = this.#others.get(conversation);
    this.#clock.clearTimeout(users?.get(user));
    const was = users?.delete(user) ?? false;
    if (users?.size === 0) {
      this.#others.delete(conversation);
    }
    return was;
  }
}
