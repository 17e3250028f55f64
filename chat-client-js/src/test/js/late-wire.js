/**
 * What lies between a session of the fake chat and a client: rows and answers come late, as from a server that reads
 * its store while the log goes on. Rows keep their order, and those told while an answer was being made are told again
 * after it (so the real server does); entries overtake both, and some are only hinted at.
 */
export class LateWire {
  #clock;
  #random;
  #deliver;
  #rows = [];
  #backlog;
  /** For each answer on its way, the rows told meanwhile. */
  #meanwhile = new Set();
  #cut = false;

  /**
   * @param {object} options
   * @param {import('./fakes.js').FakeClock} options.clock
   * @param {() => number} options.random
   * @param {(frame: object) => void} options.deliver
   */
  constructor({ clock, random, deliver }) {
    this.#clock = clock;
    this.#random = random;
    this.#deliver = (frame) => !this.#cut && deliver(frame);
  }

  /** What is on its way is lost. */
  cut() {
    this.#cut = true;
  }

  /** The server says something. */
  say(frame) {
    if (frame.entry) {
      const { conversation, seq: head } = frame.entry;
      this.#deliver(this.#random() < 0.06 ? { hint: { conversation, head } } : frame);
    } else if (frame.inbox) {
      this.#rows.push(frame);
      this.#later(() => this.#nextRow());
    } else if (frame.synced || frame.sync_done) {
      this.#back(frame);
    } else if (frame.conversation || frame.inbox_page) {
      this.#answer([frame]);
    } else if (frame.id === undefined || frame.page || frame.ack) {
      this.#later(() => this.#deliver(frame));
    } else {
      this.#deliver(frame);
    }
  }

  #back(frame) {
    this.#backlog = [...(this.#backlog ?? []), frame];
    if (frame.sync_done) {
      this.#answer(this.#backlog);
      this.#backlog = undefined;
    }
  }

  #answer(frames) {
    const told = [];
    this.#meanwhile.add(told);
    this.#later(() => {
      this.#meanwhile.delete(told);
      [...frames, ...told].forEach((frame) => this.#deliver(frame));
    });
  }

  #nextRow() {
    const row = this.#rows.shift();
    this.#meanwhile.forEach((told) => told.push(row));
    this.#deliver(row);
  }

  #later(task) {
    const delay = this.#random() < 0.5 ? 0 : Math.floor(this.#random() * 400);
    if (delay === 0) {
      queueMicrotask(task);
    } else {
      this.#clock.setTimeout(task, delay);
    }
  }
}
