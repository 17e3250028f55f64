import { SYSTEM_CLOCK, fullJitter, newKey } from './clock.js';
import { CONNECTION_LOST } from './errors.js';

/**
 * What the client accepted to write, in order, each with its key, kept by the store until the log has it. At most one
 * write per lane (a conversation, or a user not written to before) is unanswered, so that order survives reconnects.
 *
 * @typedef {import('./index.d.ts').OutboxItem} OutboxItem
 * @typedef {import('./index.d.ts').SendOutcome} SendOutcome
 */
export class Outbox {
  #options;
  #clock;
  #random;
  /** @type {OutboxItem[]} in the order they were accepted */
  #items = [];
  #next = 1;
  /** @type {Map<string, {busy: boolean, timer: any, attempt: number}>} */
  #lanes = new Map();
  /** @type {Map<string, (outcome: SendOutcome) => void>} */
  #waiting = new Map();
  #open = false;

  /**
   * @param {object} options
   * @param {(command: string, members: object) => Promise<any>} options.request
   * @param {(batch: object) => Promise<void>} options.save writes to the store; never fails
   * @param {(item: OutboxItem) => void} options.onChange an item came, went, or changed its state
   * @param {(item: OutboxItem, outcome: SendOutcome) => void} options.onSettled
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor(options) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#random = options.random ?? Math.random;
  }

  /**
   * Takes over what the store kept.
   * @param {OutboxItem[]} items
   */
  restore(items) {
    this.#items = [...items].sort((a, b) => a.n - b.n);
    this.#next = (this.#items.at(-1)?.n ?? 0) + 1;
  }

  /**
   * Accepts a write.
   * @param {string} command
   * @param {object} members without the key
   * @returns {{key: string, stored: Promise<void>, outcome: Promise<SendOutcome>}}
   */
  add(command, members) {
    const key = newKey();
    const item = {
      n: this.#next++,
      key,
      command,
      members: { ...members, key },
      createdAt: this.#clock.now(),
      state: 'waiting',
    };
    const outcome = new Promise((resolve) => this.#waiting.set(key, resolve));
    return { key, stored: this.#accept(item), outcome };
  }

  /** What is not in the log yet, and what was refused, in order. */
  get items() {
    return this.#items;
  }

  /** The connection is there: everything unanswered is sent again, same keys. */
  resume() {
    this.#open = true;
    for (const name of new Set(this.#items.map(laneOf))) {
      this.#pump(name);
    }
  }

  /** The connection is gone. */
  pause() {
    this.#open = false;
    for (const lane of this.#lanes.values()) {
      this.#clock.clearTimeout(lane.timer);
      lane.timer = undefined;
    }
  }

  /**
   * The log shows an own entry: whatever happened to its ack, it is stored.
   * @param {{key: string, conversation: string, seq: number, id: string, time: number}} entry
   */
  seen(entry) {
    const item = this.#find(entry.key);
    if (item) {
      this.#settle(item, { outcome: 'ACKED', ...place(entry) });
      this.#remove(item);
    }
  }

  /**
   * The log is held up to a cursor: what was acked at or before it is in there, even if its entry never came by itself.
   * @param {string} conversation
   * @param {number} cursor
   */
  prune(conversation, cursor) {
    for (const item of this.#items) {
      if (item.ack?.conversation === conversation && item.ack.seq <= cursor) {
        this.#remove(item);
      }
    }
  }

  /**
   * Sends a refused message again, as a new intent with a new key.
   * @param {string} key of the refused one
   */
  retry(key) {
    const item = this.#find(key);
    if (item?.state === 'failed') {
      this.#remove(item);
      const { key: old, ...members } = item.members;
      this.add(item.command, members);
    }
  }

  /**
   * Gives up a message that was refused, or that never left: one that may be on its way can't be called back.
   * @param {string} key
   * @returns {boolean} whether it is gone
   */
  discard(key) {
    const item = this.#find(key);
    const gone = item?.state === 'failed';
    if (gone) {
      this.#remove(item);
    }
    return gone;
  }

  async #accept(item) {
    this.#items = [...this.#items, item];
    this.#options.onChange(item);
    await this.#options.save({ outboxPut: [stored(item)] });
    this.#pump(laneOf(item));
  }

  #pump(name) {
    const lane = this.#lanes.get(name) ?? { busy: false, timer: undefined, attempt: 0 };
    this.#lanes.set(name, lane);
    const item = this.#items.find((candidate) => candidate.state === 'waiting' && laneOf(candidate) === name);
    if (!this.#open || lane.busy || lane.timer !== undefined || !item) {
      return;
    }
    lane.busy = true;
    this.#options.request(item.command, item.members).then(
      (ack) => {
        lane.busy = false;
        lane.attempt = 0;
        this.#acked(item, ack);
        this.#pump(name);
      },
      (error) => {
        lane.busy = false;
        this.#failed(item, error, lane, name);
      },
    );
  }

  #acked(item, ack) {
    // The log may have shown it before the ack came.
    if (this.#find(item.key)) {
      this.#change(item, { state: 'acked', ack: place(ack) });
      this.#options.save({ outboxRemove: [item.n] });
      this.#settle(item, { outcome: 'ACKED', ...place(ack) });
    }
  }

  #failed(item, error, lane, name) {
    if (error.code === CONNECTION_LOST) {
      // Whether it was stored is not known: it goes again, with its key, once there is a connection. There may be one
      // already when this loss is the old one's.
      this.#pump(name);
    } else if (error.retryable) {
      const delay = error.retryAfterMs ?? fullJitter(lane.attempt, this.#random);
      lane.attempt++;
      lane.timer = this.#clock.setTimeout(() => {
        lane.timer = undefined;
        this.#pump(name);
      }, delay);
    } else {
      lane.attempt = 0;
      this.#rejected(item, error);
      this.#pump(name);
    }
  }

  #rejected(item, error) {
    const failure = { code: error.code, message: error.message };
    if (item.command === 'send' || item.command === 'send_to') {
      const changed = this.#change(item, { state: 'failed', failure });
      this.#options.save({ outboxPut: [stored(changed)] });
    } else {
      this.#remove(item);
    }
    this.#settle(item, { outcome: 'REJECTED', ...failure });
  }

  #settle(item, outcome) {
    const waiting = this.#waiting.get(item.key);
    this.#waiting.delete(item.key);
    waiting?.(outcome);
    if (item.state !== 'acked') {
      this.#options.onSettled(item, outcome);
    }
  }

  #change(item, changes) {
    const changed = { ...item, ...changes };
    this.#items = this.#items.map((other) => (other.key === item.key ? changed : other));
    this.#options.onChange(changed);
    return changed;
  }

  #remove(item) {
    this.#items = this.#items.filter((other) => other.key !== item.key);
    this.#options.save({ outboxRemove: [item.n] });
    this.#options.onChange(item);
  }

  #find(key) {
    return this.#items.find((item) => item.key === key);
  }
}

function laneOf(item) {
  return item.members.conversation === undefined ? `to:${item.members.to}` : `in:${item.members.conversation}`;
}

function place(entry) {
  return { conversation: entry.conversation, seq: entry.seq, id: entry.id, time: entry.time };
}

function stored(item) {
  const { ack, ...rest } = item;
  return rest;
}
