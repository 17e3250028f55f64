/** A browser client for Parley: `ChatClient` is where to start. */
export { ChatClient, VERSION } from './client.js';
export { ChatError, CLOSE_CODES } from './errors.js';
export { claimDevice } from './device.js';
export { IndexedDbStore } from './store-indexeddb.js';
export { MemoryStore } from './store-memory.js';
