import { applyTo, isModification, merge, messageOf } from './message.js';

/** More than this many entries set aside are not kept: history brings them anyway. */
const MOST_ASIDE = 500;

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
  #droppedBelow = 0;
  /** Deletes that took their place, each with the message as it was before. */
  #deleted = [];

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
    if (this.#aside.size > MOST_ASIDE) {
      this.#aside.delete(Math.max(...this.#aside.keys()));
    }
    return this.#drain();
  }

  /**
   * Takes the newest page, or one that follows a cursor of before: it may connect to what is held, or be older.
   * @param {EntryPage} page
   * @param {boolean} connects whether the page is known to follow from a cursor at or before the one of now
   * @returns {{placed: Entry[], known: number}} what took its place, in order, of which nothing up to a seq is news
   */
  take(page, connects) {
    const { cursor = -1 } = this;
    const first = page.entries?.[0]?.seq ?? Infinity;
    if (cursor >= 0 && (connects || page.head <= cursor || first <= cursor + 1)) {
      return { placed: this.extend(page), known: cursor };
    }
    return { placed: this.restart(page), known: Math.max(cursor, page.head) };
  }

  /**
   * Begins anew with a page that ends at the head; what was held before is dropped.
   * @param {EntryPage} page
   * @returns {Entry[]} what takes its place, in order
   */
  restart(page) {
    this.#entries = [];
    this.#unsaved.clear();
    this.#wasReset = true;
    this.before = page.before === true;
    this.cursor = Math.max((page.entries?.[0]?.seq ?? 1) - 1, 0);
    this.#keptFrom = this.cursor + 1;
    return this.extend(page);
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
    const deleted = new Set(modifications.filter(({ type }) => type === 'delete').map(({ target }) => target));
    const blank = older.map((entry) => (deleted.has(entry.target) ? withoutContent(entry) : entry));
    this.#entries = [...blank, ...this.#entries];
    this.before = page.before === true;
  }

  /**
   * Drops what is held below a seq; it can be read again. Of what happened to it while the user was out, nobody told.
   * @param {number} seq
   */
  dropBelow(seq) {
    if (this.cursor === undefined) {
      return;
    }
    this.#entries = this.#entries.slice(this.#indexOf(seq));
    const below = (held) => held < seq;
    [...this.#unsaved.keys()].filter(below).forEach((held) => this.#unsaved.delete(held));
    [...this.#aside.keys()].filter(below).forEach((held) => this.#aside.delete(held));
    this.cursor = Math.max(this.cursor, seq - 1);
    this.head = Math.max(this.head, this.cursor);
    this.before = true;
    this.#keptFrom = Math.max(this.#keptFrom, seq);
    this.#droppedBelow = Math.max(this.#droppedBelow, seq);
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
    this.#deleted = [];
    this.#wasReset = true;
    this.cursor = undefined;
    this.head = 0;
    this.before = false;
  }

  /** Stops expecting what does not come, as what the user may no longer see. What waits aside goes on waiting. */
  giveUp() {
    this.head = this.cursor ?? 0;
  }

  /** What changed since the last call, for the store: entries, and which of those held before are void. */
  takeUnsaved() {
    const below = this.#wasReset ? Infinity : this.#droppedBelow;
    const unsaved = { entries: [...this.#unsaved.values()], void: below };
    this.#unsaved.clear();
    this.#wasReset = false;
    this.#droppedBelow = 0;
    return unsaved;
  }

  /** Deletes that took their place since the last call, each with the message as it was before, if it is held. */
  takeDeleted() {
    const deleted = this.#deleted;
    this.#deleted = [];
    return deleted;
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
    if (modification.type === 'delete') {
      this.#deleted.push({ entry: modification, was: held });
    }
    if (held) {
      this.#replace(held, applyTo(held, modification));
    }
    if (modification.type === 'delete' || this.#message(modification.target)?.deleteSeq > 0) {
      this.#forgetEdits(modification.target);
    }
  }

  /** Nothing that a deleted message ever said stays. */
  #forgetEdits(target) {
    for (let index = this.#indexOf(target); index < this.#entries.length; index++) {
      const entry = this.#entries[index];
      if (entry.type === 'edit' && entry.target === target) {
        this.#replace(entry, withoutContent(entry));
      }
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

  #replace(held, entry) {
    if (entry !== held) {
      this.#entries = this.#entries.with(this.#indexOf(held.seq), entry);
      this.#markUnsaved(entry);
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

function withoutContent(entry) {
  if (entry.type !== 'edit' || entry.content === undefined) {
    return entry;
  }
  const { content, mentions, custom, ...rest } = entry;
  return rest;
}
