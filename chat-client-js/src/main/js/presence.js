/** Who is online, of the users that the application watches. */
export class Presence {
  #request;
  #emit;
  #onError;
  #watched = [];
  #known = new Map();
  #open = false;
  #asking = false;
  #again = false;
  #limit = Infinity;

  /**
   * @param {object} options
   * @param {(command: string, members: object) => Promise<any>} options.request
   * @param {(type: string, event: any) => void} options.emit
   * @param {(error: unknown) => void} options.onError
   */
  constructor({ request, emit, onError }) {
    this.#request = request;
    this.#emit = emit;
    this.#onError = onError;
  }

  /**
   * Watches these users, instead of those watched before.
   * @param {string[]} users
   */
  watch(users) {
    const wanted = [...new Set(users)];
    if ([...wanted].sort().join('\n') !== [...this.#watched].sort().join('\n')) {
      this.#watched = wanted;
      this.#ask();
    }
  }

  /**
   * What is known about a user; nobody is known to be online while there is no connection.
   * @param {string} user
   * @returns {{online: boolean, lastActiveAt?: number}}
   */
  of(user) {
    const presence = this.#known.get(user);
    return { online: this.#open && presence?.online === true, lastActiveAt: presence?.lastActiveAt };
  }

  /** Applies a `presence` event or one user of a `presences` result. */
  heard({ user, online, lastActiveAt }) {
    this.#known.set(user, { online: online === true, lastActiveAt: lastActiveAt ?? this.#known.get(user)?.lastActiveAt });
    this.#emit('presence', { user });
  }

  /**
   * A session is there.
   * @param {number} [limit] how many users may be watched; those named first count
   */
  resume(limit = Infinity) {
    this.#limit = limit;
    this.#open = true;
    this.#asking = false;
    if (this.#watched.length > 0) {
      this.#ask();
    }
  }

  pause() {
    this.#open = false;
    this.#known.forEach((_, user) => this.#emit('presence', { user }));
  }

  #ask() {
    if (!this.#open) {
      return;
    }
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    this.#request('watch', { users: this.#watched.slice(0, this.#limit) })
      .then(({ users }) => (users ?? []).forEach((presence) => this.heard(presence)))
      // Without presence everything else still works; the next session asks again.
      .catch((error) => this.#onError(error))
      .finally(() => {
        this.#asking = false;
        if (this.#again) {
          this.#again = false;
          this.#ask();
        }
      });
  }
}
