import { newKey } from './clock.js';

const POOL = 'parley.devices.';
const OWN = 'parley.device.';
const RELOAD_WAIT_MS = 500;

/**
 * Chooses the device this page is. A tab keeps its device across reloads; a new tab takes over one that no open tab
 * uses, and with it whatever its outbox still holds; else it becomes a new device. Where the browser has no locks to
 * tell which tabs are open (pages not served over TLS or from this computer), each tab is a device of its own.
 *
 * @param {string} user whose device
 * @returns {Promise<{id: string, release: () => void}>} the device, held until it is released or the page goes
 */
export async function claimDevice(user) {
  const own = read(globalThis.sessionStorage, OWN + user);
  const device = globalThis.navigator?.locks ? await claimFree(user, own) : { id: own ?? newDevice(), release: () => {} };
  write(globalThis.sessionStorage, OWN + user, device.id);
  return device;
}

/**
 * Forgets a device that was revoked, so that the next page becomes a new one.
 * @param {string} user
 * @param {string} device
 */
export function forgetDevice(user, device) {
  remove(globalThis.sessionStorage, OWN + user);
  write(globalThis.localStorage, POOL + user, JSON.stringify(pool(user).filter((id) => id !== device)));
}

async function claimFree(user, own) {
  // A page being reloaded may hold its lock for a moment longer than it lives.
  const kept = own && (await locked(user, own, RELOAD_WAIT_MS));
  if (kept) {
    return kept;
  }
  for (const id of pool(user)) {
    const device = id !== own && (await locked(user, id, 0));
    if (device) {
      return device;
    }
  }
  const id = newDevice();
  write(globalThis.localStorage, POOL + user, JSON.stringify([...pool(user), id]));
  return await locked(user, id, 0);
}

/** Takes the lock of a device if it is free, or becomes so in time; resolves undefined if not. */
function locked(user, id, waitMs) {
  return new Promise((resolve, reject) => {
    const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    navigator.locks
      .request(`parley:${user}:${id}`, options, (lock) =>
        lock === null ? resolve(undefined) : new Promise((release) => resolve({ id, release })),
      )
      .catch((error) => (options.signal?.aborted ? resolve(undefined) : reject(error)));
  });
}

function newDevice() {
  return `web-${newKey().slice(0, 12)}`;
}

function pool(user) {
  try {
    const devices = JSON.parse(read(globalThis.localStorage, POOL + user) ?? '[]');
    return Array.isArray(devices) ? devices.filter((id) => typeof id === 'string') : [];
  } catch {
    // Somebody else wrote there; begin a new list.
    return [];
  }
}

// Storage may be denied or missing: the page then is a new device each time, which works.
function read(storage, name) {
  try {
    return storage?.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage, name, value) {
  try {
    storage?.setItem(name, value);
  } catch {
    return;
  }
}

function remove(storage, name) {
  try {
    storage?.removeItem(name);
  } catch {
    return;
  }
}
