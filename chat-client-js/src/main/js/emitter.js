/** Named events and their listeners. A listener that throws stops neither the others nor the client. */
export class Emitter {
  /** @type {Map<string, Set<(event: any) => void>>} */
  #listeners = new Map();

  /**
   * Adds a listener; listeners of one event are called in the order they were added.
   * @param {string} type
   * @param {(event: any) => void} listener
   * @returns {() => void} takes the listener off again
   */
  on(type, listener) {
    let listeners = this.#listeners.get(type);
    if (!listeners) {
      this.#listeners.set(type, (listeners = new Set()));
    }
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /**
   * Calls the listeners at once.
   * @param {string} type
   * @param {any} [event]
   */
  emit(type, event) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        listener(event);
      } catch (error) {
        // The page's own error handling should see it, as if the listener had been called by the browser.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
