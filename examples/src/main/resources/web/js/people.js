const SESSION = 'parley.session';

/** Signing in and the contacts: the part of a chat that a host application brings, here the example server's. */
export class People {
  #names = new Map();
  #session;
  #refreshing;
  #onChange;
  #asked = new Set();

  constructor(onChange) {
    this.#onChange = onChange;
    const kept = sessionStorage.getItem(SESSION);
    this.#session = kept ? JSON.parse(kept) : undefined;
    if (this.#session) {
      this.#names.set(this.#session.user, this.#session.name);
    }
  }

  /** `{user, name, token}` of who signed in in this window, or undefined. */
  get session() {
    return this.#session;
  }

  /** Signs in; fails with an error that can be shown. */
  async signIn(name) {
    const response = await fetch('/demo/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Error(answer.message ?? 'Signing in did not work. Please try again.');
    }
    this.#session = { user: answer.user, name, token: answer.token };
    sessionStorage.setItem(SESSION, JSON.stringify(this.#session));
    this.#names.set(answer.user, name);
    return this.#session;
  }

  signOut() {
    this.#session = undefined;
    sessionStorage.removeItem(SESSION);
  }

  /** The token for the chat; signs in again under the same name when the old one has expired. */
  async token({ refresh }) {
    return (refresh ? await this.signIn(this.#session.name) : this.#session).token;
  }

  /** What to call a user. Asks the server when the user is new here. */
  name(user) {
    const known = this.#names.get(user);
    if (known === undefined && !this.#asked.has(user)) {
      this.#asked.add(user);
      this.refresh();
    }
    return known ?? user;
  }

  /** Everybody but oneself, by name. */
  get contacts() {
    return [...this.#names]
      .filter(([user]) => user !== this.#session?.user)
      .map(([user, name]) => ({ user, name }))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  /** Reads the contacts again; contacts known before stay when the server can't be reached. */
  refresh() {
    this.#refreshing ??= this.#load().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #load() {
    let response;
    try {
      response = await fetch('/demo/people', { headers: { authorization: `Bearer ${this.#session?.token}` } });
    } catch {
      // No network: the banner tells already, and the next connection asks again.
      this.#asked.clear();
      return;
    }
    if (response.ok) {
      const { people } = await response.json();
      people.forEach(({ user, name }) => this.#names.set(user, name));
      this.#onChange();
    }
  }
}
