/**
 * Tells when the browser believes that the network, or whether the page is looked at, has changed: good moments to look
 * whether a connection still lives. Does nothing where there is no browser.
 * @param {() => void} task
 * @returns {() => void} stops telling
 */
export function onNetworkChange(task) {
  const stopped = new AbortController();
  const { signal } = stopped;
  globalThis.addEventListener?.('online', task, { signal });
  globalThis.addEventListener?.('offline', task, { signal });
  globalThis.document?.addEventListener('visibilitychange', () => document.hidden || task(), { signal });
  return () => stopped.abort();
}
