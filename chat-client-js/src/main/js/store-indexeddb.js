import { MemoryStore } from './store-memory.js';

const VERSION = 1;

/**
 * Keeps a client's data in IndexedDB: conversations with their cursors, the newest entries, and the outbox. A batch is
 * written in one transaction, so a cursor never promises entries that are not there.
 *
 * @typedef {import('./index.d.ts').ClientStore} ClientStore
 * @implements {ClientStore}
 */
export class IndexedDbStore {
  #db;
  #name;

  /** Survives the page. */
  persistent = true;

  /**
   * Opens a database, or falls back to memory where the browser has none to give, as in some private windows.
   * @param {string} name one for each user and device
   * @param {(error: unknown) => void} [onFallback] hears why it is memory
   * @returns {Promise<ClientStore>}
   */
  static async open(name, onFallback = () => {}) {
    try {
      const request = indexedDB.open(name, VERSION);
      request.onupgradeneeded = () => {
        const db = request.result;
        db.createObjectStore('conversations', { keyPath: 'id' });
        db.createObjectStore('entries', { keyPath: ['conversation', 'seq'] });
        db.createObjectStore('outbox', { keyPath: 'n' });
      };
      return new IndexedDbStore(name, await finished(request));
    } catch (error) {
      onFallback(error);
      return new MemoryStore();
    }
  }

  constructor(name, db) {
    this.#name = name;
    this.#db = db;
    // Another page wants to delete or upgrade the database; holding on would block it.
    db.onversionchange = () => db.close();
  }

  async load() {
    const transaction = this.#db.transaction(['conversations', 'entries', 'outbox'], 'readonly');
    const [conversations, entries, outbox] = await Promise.all(
      ['conversations', 'entries', 'outbox'].map((store) => finished(transaction.objectStore(store).getAll())),
    );
    return { conversations, entries, outbox };
  }

  write(batch) {
    // The outbox promises to survive, so it waits for the disk; all else can be had from the server again.
    const durability = batch.outboxPut?.length > 0 ? 'strict' : 'relaxed';
    return new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(['conversations', 'entries', 'outbox'], 'readwrite', { durability });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      const entries = transaction.objectStore('entries');
      for (const { conversation, below = Infinity } of batch.dropEntries ?? []) {
        entries.delete(IDBKeyRange.bound([conversation, 0], [conversation, below], false, true));
      }
      batch.entries?.forEach((entry) => entries.put(entry));
      batch.conversations?.forEach((record) => transaction.objectStore('conversations').put(record));
      batch.outboxPut?.forEach((item) => transaction.objectStore('outbox').put(item));
      batch.outboxRemove?.forEach((n) => transaction.objectStore('outbox').delete(n));
    });
  }

  async close() {
    this.#db.close();
  }

  async destroy() {
    this.#db.close();
    await finished(indexedDB.deleteDatabase(this.#name));
  }
}

/** @param {any} request of either kind */
function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('the database is open elsewhere'));
  });
}
