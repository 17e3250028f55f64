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
 * @returns {Promise<string>} the device's id, held until the page goes
 */
export async function claimDevice(user) {
  const own = read(globalThis.sessionStorage, OWN + user);
  const device = globalThis.navigator?.locks ? await claimFree(user, own) : (own ?? `web-${newKey().slice(0, 12)}`);
  write(globalThis.sessionStorage, OWN + user, device);
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
  if (own && (await locked(user, own, RELOAD_WAIT_MS))) {
    return own;
  }
  for (const device of pool(user)) {
    if (device !== own && (await locked(user, device, 0))) {
      return device;
    }
  }
  const device = `web-${newKey().slice(0, 12)}`;
  await locked(user, device, 0);
  write(globalThis.localStorage, POOL + user, JSON.stringify([...pool(user), device]));
  return device;
}

/** Takes a lock for as long as the page lives. */
function locked(user, device, waitMs) {
  return new Promise((resolve, reject) => {
    const forever = new Promise(() => {});
    const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    navigator.locks
      .request(`parley:${user}:${device}`, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : forever;
      })
      .catch((error) => (options.signal?.aborted ? resolve(false) : reject(error)));
  });
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
