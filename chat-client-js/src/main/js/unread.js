/**
 * What a user has not read, as a function of what is held; where that does not reach back far enough, of what the
 * server counted and of what happened since. Nothing is counted along the way.
 *
 * @typedef {import('./index.d.ts').Unread} Unread
 * @typedef {object} Held what the count rests on
 * @property {import('./index.d.ts').Entry[]} entries
 * @property {boolean} before whether there is history before them
 * @property {number | undefined} cursor
 * @property {number} read how far the user has read
 * @property {number} told how far the server knows that the user has read
 * @property {number} visibleFrom where the current stay begins
 */
export class UnreadCount {
  #me;
  /** @type {Unread & {head: number, read: number} | undefined} as the server counted */
  #base;
  /** Deletes since then, and what each took from the count; without `messages` where only the server can tell. */
  #deletes = [];

  /** @param {string} me whose */
  constructor(me) {
    this.#me = me;
  }

  /**
   * The server counted; a row that is older than the one before counts for nothing.
   * @param {{unread: Unread, head: number, marks: {read?: number}}} row
   */
  counted({ unread, head, marks: { read = 0 } }) {
    const base = this.#base;
    if (!base || head > base.head || (head === base.head && read >= base.read)) {
      this.#base = { ...unread, head, read };
      this.#deletes = this.#deletes.filter(({ seq }) => seq > head);
    }
  }

  /**
   * A message was deleted.
   * @param {{seq: number, target: number}} entry
   * @param {import('./index.d.ts').Message | undefined} was the message before, if it is held
   */
  deleted({ seq, target }, was) {
    if (was && was.deleteSeq > 0 && was.deleteSeq < seq) {
      return; // for the second time
    }
    // A page may show a message as deleted before its delete takes its place: then nobody here knows whom it mentioned.
    this.#deletes.push({ seq, target, ...(was && was.deleteSeq === 0 && this.#count([was], 0)) });
  }

  /** Another log than the one counted. */
  forget() {
    this.#base = undefined;
    this.#deletes = [];
  }

  /** What a store keeps of it. */
  record() {
    return { base: this.#base, deletes: this.#deletes };
  }

  /** Takes what a store kept. */
  restore({ base, deletes = [] }) {
    this.#base = base;
    this.#deletes = deletes;
  }

  /**
   * The count.
   * @param {Held} held
   * @returns {Unread}
   */
  of(held) {
    const { entries, read, visibleFrom } = held;
    const base = this.#base;
    const after = Math.max(read, visibleFrom - 1);
    if (covered(held) || !base || read >= base.head) {
      return this.#count(entries, after);
    }
    if (base.capped) {
      return base.read === read ? pick(base) : { ...this.#count(entries, after), capped: true };
    }
    if (read > base.read) {
      return { ...this.#count(entries, after), capped: true };
    }
    const since = this.#count(entries, base.head);
    const gone = this.#gone(visibleFrom);
    const left = (what) => Math.max(0, gone.reduce((sum, one) => sum - (one[what] ?? 0), base[what] + since[what]));
    return { messages: left('messages'), mentions: left('mentions') };
  }

  /**
   * Tells whether only the server can say what is unread.
   * @param {Held} held
   */
  isGuess(held) {
    const { entries, before, read, told, visibleFrom } = held;
    const base = this.#base;
    if (!base || covered(held)) {
      return false;
    }
    const first = entries[0]?.seq;
    const cut = before && first !== undefined && first > Math.max(base.head, read) + 1;
    if (cut || read >= base.head) {
      return cut;
    }
    const moved = read !== base.read && read === told;
    return moved || this.#gone(visibleFrom).some(({ messages }) => base.capped || messages === undefined);
  }

  /** The deletes of what the server counted. */
  #gone(visibleFrom) {
    const { head, read } = this.#base;
    return this.#deletes.filter(
      ({ seq, target }) => seq > head && target > read && target >= visibleFrom && target <= head,
    );
  }

  #count(entries, after) {
    const unread = { messages: 0, mentions: 0 };
    for (let index = entries.length - 1; index >= 0 && entries[index].seq > after; index--) {
      const entry = entries[index];
      if (entry.type === 'message' && entry.sender !== this.#me && entry.deleteSeq === 0) {
        unread.messages++;
        unread.mentions += entry.mentions?.includes(this.#me) ? 1 : 0;
      }
    }
    return unread;
  }
}

/** Whether what is held reaches back to the first entry that may be unread. */
function covered({ entries, before, cursor, read, visibleFrom }) {
  if (cursor === undefined) {
    return false;
  }
  return !before || read >= cursor || (entries.length > 0 && entries[0].seq <= Math.max(read + 1, visibleFrom));
}

function pick({ messages, mentions }) {
  return { messages, mentions, capped: true };
}
