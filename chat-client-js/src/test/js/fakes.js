import { ChatClient, MemoryStore } from '../../main/js/index.js';
import { FakeChat } from './fake-chat.js';

/** Time that passes only when told to. */
export class FakeClock {
  #now = 1_790_000_000_000;
  #timers = new Map();
  #next = 1;

  now = () => this.#now;

  setTimeout = (task, ms) => {
    this.#timers.set(this.#next, { task, at: this.#now + ms });
    return this.#next++;
  };

  clearTimeout = (timer) => this.#timers.delete(timer);

  /** How many milliseconds until the next timer, or undefined. */
  get nextIn() {
    const times = [...this.#timers.values()].map(({ at }) => at - this.#now);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Lets time pass, running what is due in order, and everything that follows from it. */
  async advance(ms) {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) {
        break;
      }
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].task();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything run that needs no time to pass. */
export async function settle() {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A socket whose other end is the test: `sent` is what the client sent, `say` answers. */
export class ScriptedSocket {
  sent = [];
  closed = false;

  open() {
    this.onopen({});
  }

  send(text) {
    this.sent.push(...text.split('\n').map((line) => JSON.parse(line)));
    this.onsent?.();
  }

  close() {
    this.closed = true;
  }

  say(...frames) {
    this.onmessage({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') });
  }

  end(code) {
    this.onclose({ code, reason: '' });
  }

  /** The requests of a kind, oldest first, each `{id, …members}`. */
  requests(name) {
    return this.sent.filter((frame) => frame[name]).map((frame) => ({ id: frame.id, ...frame[name] }));
  }

  /** Answers the last request of a kind. */
  answer(name, reply) {
    this.say({ id: this.requests(name).at(-1).id, ...reply });
  }
}

/** A client over scripted sockets: `sockets` holds each connection it made. */
export function scripted({ user = 'ada', store = new MemoryStore(), random = () => 0.5, getToken = () => 'secret', ...where } = {}) {
  const clock = new FakeClock();
  const sockets = [];
  const urls = [];
  const events = [];
  const client = new ChatClient({
    url: 'ws://chat/v1/connect',
    ...where,
    user,
    device: 'd1',
    store,
    clock,
    random,
    getToken,
    openSocket: (url) => {
      const socket = new ScriptedSocket();
      urls.push(url);
      sockets.push(socket);
      return socket;
    },
  });
  for (const type of ['state', 'message', 'settled', 'error', 'synced']) {
    client.on(type, (event) => events.push({ type, ...event }));
  }
  return {
    client,
    clock,
    sockets,
    urls,
    store,
    events,
    get socket() {
      return sockets.at(-1);
    },
    /** Opens the newest socket, and takes the client through hello and sync. */
    async online(synced = []) {
      await settle();
      const socket = sockets.at(-1);
      socket.open();
      socket.answer('hello', { welcome: { user, device: 'd1', time: clock.now(), pingMs: 25_000 } });
      await settle();
      socket.answer('sync', { done: {} });
      socket.say(...synced.map((body) => ({ synced: body })), { sync_done: {} });
      await settle();
      return socket;
    },
  };
}

/** A row of the inbox with what a test does not care about filled in. */
export function summary(conversation, members = {}) {
  return {
    conversation,
    kind: 'group',
    title: 'Team',
    history: 'full',
    stateSeq: 1,
    memberCount: 2,
    head: 1,
    visibleFrom: 1,
    role: 'member',
    marks: { delivered: 0, read: 0 },
    unread: { messages: 0, mentions: 0 },
    memberMarks: [
      { user: 'ada', delivered: 0, read: 0 },
      { user: 'bob', delivered: 0, read: 0 },
    ],
    ...members,
  };
}

/** A message entry. */
export function message(conversation, seq, members = {}) {
  return {
    conversation,
    seq,
    id: `id-${seq}`,
    sender: 'bob',
    key: `key-${seq}`,
    time: 1_790_000_000_000 + seq,
    type: 'message',
    content: { text: `text ${seq}` },
    ...members,
  };
}

/** A page of entries that ends at its last one. */
export function page(entries, members = {}) {
  const head = entries.at(-1)?.seq ?? 0;
  return { entries, head, asOf: head, ...members };
}

/** Clients of one fake chat; each connection can be cut. */
export function together(clock = new FakeClock()) {
  const chat = new FakeChat({ now: clock.now });
  const connect = (cuts) => () => {
    const socket = {
      send: (text) => queueMicrotask(() => !socket.cut && connection.receive(text)),
      close: () => end(1000),
    };
    const end = (code) => {
      if (!socket.cut) {
        socket.cut = true;
        connection.closed();
        queueMicrotask(() => socket.onclose?.({ code, reason: '' }));
      }
    };
    const connection = chat.connect({
      send: (text) => queueMicrotask(() => !socket.cut && socket.onmessage({ data: text })),
      close: end,
    });
    cuts.end = end;
    queueMicrotask(() => socket.onopen());
    return socket;
  };
  const join = async (user, store = new MemoryStore()) => {
    const cuts = {};
    const client = new ChatClient({
      url: 'ws://chat/v1/connect',
      user,
      device: `d-${user}`,
      store,
      clock,
      getToken: () => user,
      openSocket: connect(cuts),
    });
    await client.start();
    await clock.advance(500);
    return { client, store, cut: (code = 1006) => cuts.end(code) };
  };
  return { chat, clock, join };
}

/** The texts of a conversation as its user sees them. */
export function texts(client, conversation) {
  return client
    .conversation(conversation)
    .rows()
    .filter((row) => row.type === 'message')
    .map((row) => row.content?.text);
}

/** A repeatable source of random numbers (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
