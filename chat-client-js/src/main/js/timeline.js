import { applyTo, isModification, merge, messageOf } from './message.js';

/**
 * One conversation's log as far as this client holds it: a stretch without a hole that ends at the cursor. Entries
 * beyond the cursor wait aside until the hole before them is closed, so seq n + 1 never shows before n.
 *
 * @typedef {import('./index.d.ts').Entry} Entry
 * @typedef {import('./index.d.ts').EntryPage} EntryPage
 */
export class Timeline {
  /** @type {Entry[]} by ascending seq; messages carry what modified them */
  #entries = [];
  /** @type {Map<number, Entry>} */
  #aside = new Map();
  /** @type {Map<number, Entry>} what the store does not hold yet */
  #unsaved = new Map();
  #keptFrom = Number.MAX_SAFE_INTEGER;
  #wasReset = false;

  /** The highest seq up to which everything visible is held, or undefined before the first page. */
  cursor = undefined;
  /** The highest seq known to exist. */
  head = 0;
  /** Whether there is history before what is held. */
  before = false;

  /**
   * What a store kept.
   * @param {{cursor?: number, before?: boolean}} record
   * @param {Entry[]} entries by ascending seq
   */
  static restored(record, entries) {
    const timeline = new Timeline();
    timeline.cursor = record.cursor;
    timeline.head = record.cursor ?? 0;
    timeline.before = record.before === true;
    timeline.#entries = entries;
    timeline.#keptFrom = entries.length > 0 ? entries[0].seq : (record.cursor ?? Number.MAX_SAFE_INTEGER) + 1;
    return timeline;
  }

  /** The entries held, by ascending seq: a new array after every change. */
  get entries() {
    return this.#entries;
  }

  /** The seq of the first entry held, or undefined. */
  get first() {
    return this.#entries[0]?.seq;
  }

  /** Whether something is missing between the cursor and what is known to exist. */
  get hasGap() {
    return this.cursor === undefined ? this.head > 0 : this.head > this.cursor;
  }

  /**
   * The entry with a seq, if it is held.
   * @param {number} seq
   */
  at(seq) {
    const entry = this.#entries[this.#indexOf(seq)];
    return entry?.seq === seq ? entry : undefined;
  }

  /**
   * Takes an entry that the server pushed.
   * @param {Entry} entry
   * @returns {Entry[]} what became visible by it, in order
   */
  receive(entry) {
    if (this.cursor !== undefined && entry.seq <= this.cursor) {
      return [];
    }
    this.head = Math.max(this.head, entry.seq);
    this.#aside.set(entry.seq, entry);
    return this.#drain();
  }

  /**
   * Begins anew with a page that ends at the head; what was held before is dropped.
   * @param {EntryPage} page
   * @returns {Entry[]} nothing: what the page holds is not new, it is where the client starts
   */
  restart(page) {
    this.#entries = [];
    this.#unsaved.clear();
    this.#wasReset = true;
    this.before = page.before === true;
    this.cursor = Math.max((page.entries?.[0]?.seq ?? 1) - 1, 0);
    this.#keptFrom = this.cursor + 1;
    this.extend(page);
    return [];
  }

  /**
   * Adds a page that follows the cursor.
   * @param {EntryPage} page
   * @returns {Entry[]} what became visible by it, in order
   */
  extend(page) {
    const fresh = [];
    for (const entry of page.entries ?? []) {
      if (entry.seq > this.cursor) {
        fresh.push(this.#append(entry));
      } else {
        this.#mergeHeld(entry);
      }
    }
    if (!page.after) {
      this.cursor = Math.max(this.cursor, page.head);
    }
    this.head = Math.max(this.head, page.head, this.cursor);
    return [...fresh, ...this.#drain()];
  }

  /**
   * Adds a page of older history.
   * @param {EntryPage} page what comes directly before {@link first}
   */
  prepend(page) {
    const first = this.first ?? Number.MAX_SAFE_INTEGER;
    const older = (page.entries ?? []).filter((entry) => entry.seq < first).map(asHeld);
    const modifications = this.#entries.filter(isModification);
    const bySeq = new Map(older.map((entry, index) => [entry.seq, index]));
    for (const modification of modifications) {
      const index = bySeq.get(modification.target);
      if (index !== undefined && older[index].type === 'message') {
        older[index] = applyTo(older[index], modification);
      }
    }
    this.#entries = [...older, ...this.#entries];
    this.before = page.before === true;
  }

  /**
   * Hears that the conversation has reached a seq.
   * @param {number} head
   */
  reached(head) {
    this.head = Math.max(this.head, head);
  }

  /** Drops everything: the log is another one than what is held came from. */
  forget() {
    this.#entries = [];
    this.#aside.clear();
    this.#unsaved.clear();
    this.#wasReset = true;
    this.cursor = undefined;
    this.head = 0;
    this.before = false;
  }

  /** Stops expecting what does not come, as what the user may no longer see. What waits aside goes on waiting. */
  giveUp() {
    this.head = this.cursor ?? 0;
  }

  /** What changed since the last call, for the store: entries, and whether those held before are void. */
  takeUnsaved() {
    const unsaved = { entries: [...this.#unsaved.values()], reset: this.#wasReset };
    this.#unsaved.clear();
    this.#wasReset = false;
    return unsaved;
  }

  #drain() {
    const fresh = [];
    if (this.cursor === undefined) {
      return fresh;
    }
    for (let entry; (entry = this.#aside.get(this.cursor + 1)); ) {
      fresh.push(this.#append(entry));
    }
    for (const seq of this.#aside.keys()) {
      if (seq <= this.cursor) {
        this.#aside.delete(seq);
      }
    }
    return fresh;
  }

  #append(raw) {
    const entry = asHeld(raw);
    this.#entries = [...this.#entries, entry];
    this.cursor = entry.seq;
    this.head = Math.max(this.head, entry.seq);
    this.#markUnsaved(entry);
    if (isModification(entry)) {
      this.#modify(entry);
    }
    return entry;
  }

  #modify(modification) {
    const held = this.#message(modification.target);
    if (held) {
      this.#replace(held, applyTo(held, modification));
    }
  }

  #mergeHeld(entry) {
    const held = this.#message(entry.seq);
    if (held && entry.type === 'message') {
      this.#replace(held, merge(held, messageOf(entry)));
    }
  }

  /** @returns {import('./index.d.ts').Message | undefined} */
  #message(seq) {
    const entry = this.at(seq);
    return entry?.type === 'message' ? /** @type {import('./index.d.ts').Message} */ (entry) : undefined;
  }

  #replace(held, message) {
    if (message !== held) {
      this.#entries = this.#entries.with(this.#indexOf(held.seq), message);
      this.#markUnsaved(message);
    }
  }

  #markUnsaved(entry) {
    if (entry.seq >= this.#keptFrom) {
      this.#unsaved.set(entry.seq, entry);
    }
  }

  /** The index of the first entry whose seq is at least the given one. */
  #indexOf(seq) {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle].seq < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

function asHeld(entry) {
  return entry.type === 'message' ? messageOf(entry) : entry;
}
