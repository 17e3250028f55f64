/**
 * Keeps a client's data for as long as the page lives: for tests, for Node, and where a browser denies storage.
 * The interface is the one of {@link import('./store-indexeddb.js').IndexedDbStore}.
 *
 * @typedef {import('./index.d.ts').ClientStore} ClientStore
 * @implements {ClientStore}
 */
export class MemoryStore {
  #conversations = new Map();
  #entries = new Map();
  #outbox = new Map();

  /** Nothing survives the page. */
  persistent = false;

  async load() {
    return structuredClone({
      conversations: [...this.#conversations.values()],
      entries: [...this.#entries.values()].flatMap((bySeq) =>
        [...bySeq.values()].sort((one, other) => one.seq - other.seq),
      ),
      outbox: [...this.#outbox.values()].sort((one, other) => one.n - other.n),
    });
  }

  async write(batch) {
    const { dropEntries = [], entries = [], conversations = [], outboxPut = [], outboxRemove = [] } =
      structuredClone(batch);
    for (const { conversation, below } of dropEntries) {
      const bySeq = this.#entries.get(conversation) ?? new Map();
      for (const seq of [...bySeq.keys()].filter((held) => below === undefined || held < below)) {
        bySeq.delete(seq);
      }
    }
    for (const entry of entries) {
      if (!this.#entries.has(entry.conversation)) {
        this.#entries.set(entry.conversation, new Map());
      }
      this.#entries.get(entry.conversation).set(entry.seq, entry);
    }
    conversations.forEach((record) => this.#conversations.set(record.id, record));
    outboxPut.forEach((item) => this.#outbox.set(item.n, item));
    outboxRemove.forEach((n) => this.#outbox.delete(n));
  }

  async close() {}

  async destroy() {
    this.#conversations.clear();
    this.#entries.clear();
    this.#outbox.clear();
  }
}
