import { CatchUp } from './catch-up.js';
import { SYSTEM_CLOCK, newKey } from './clock.js';
import { Connection } from './connection.js';
import { claimDevice, forgetDevice } from './device.js';
import { Emitter } from './emitter.js';
import { CONNECTION_LOST, ChatError } from './errors.js';
import { History } from './history.js';
import { Inbox } from './inbox.js';
import { bodyOf } from './message.js';
import { onNetworkChange } from './network.js';
import { Outbox } from './outbox.js';
import { Presence } from './presence.js';
import { Receipts } from './receipts.js';
import { routeOf } from './route.js';
import { IndexedDbStore } from './store-indexeddb.js';
import { MemoryStore } from './store-memory.js';
import { Typing } from './typing.js';

/** The version this client names in its hello. */
export const VERSION = '0.1.0';

/**
 * A user's device: connects and stays connected, holds the conversations, and writes through an outbox that survives
 * the page. See `index.d.ts` for the types, README.md for how to begin.
 */
export class ChatClient {
  #options;
  #clock;
  #events = new Emitter();
  #connection;
  #store;
  #outbox;
  #receipts;
  #typing;
  #presence;
  #history;
  #inbox;
  #catchUp;
  #state = { state: 'stopped' };
  #synced = false;
  #starting;
  #stopListening = () => {};
  #release = () => {};

  /** @param {import('./index.d.ts').ChatClientOptions} options */
  constructor(options) {
    for (const name of ['user', 'getToken']) {
      if (!options?.[name]) {
        throw new TypeError(`options.${name}: missing`);
      }
    }
    this.#options = { confirmDelivery: true, ...options, route: routeOf(options) };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    const { clock, random } = options;
    const request = (command, members, use) => this.request(command, members, use);
    const save = (batch) => this.#save(batch);
    const onError = (error) => this.#events.emit('error', { error });
    const emit = (type, event) => this.#events.emit(type, event);
    const shared = { request, onError, emit, save, clock, random };
    this.#outbox = new Outbox({
      ...shared,
      onChange: (item) => this.#outboxChanged(item),
      onSettled: (item, outcome) => this.#settled(item, outcome),
    });
    this.#receipts = new Receipts({
      ...shared,
      onTold: (conversation, marks) => this.#inbox.marked({ conversation, user: options.user, ...marks }),
    });
    this.#typing = new Typing({
      clock,
      tell: (conversation, active) => this.#tellTyping(conversation, active),
      onChange: (conversation) => emit('typing', { conversation, users: this.#typing.in(conversation) }),
    });
    this.#presence = new Presence(shared);
    this.#history = new History({
      ...shared,
      onChange: (conversation, placed, known) => this.#inbox.entered(conversation, placed, known),
    });
    this.#inbox = new Inbox({
      ...shared,
      me: options.user,
      outbox: this.#outbox,
      receipts: this.#receipts,
      typing: this.#typing,
      history: this.#history,
      confirmDelivery: this.#options.confirmDelivery,
      keptEntries: options.keptEntries,
    });
    this.#catchUp = new CatchUp(() => this.#inbox.sync(), shared);
  }

  get user() {
    return this.#options.user;
  }

  get device() {
    return this.#options.device;
  }

  get state() {
    return this.#state;
  }

  get synced() {
    return this.#synced;
  }

  on(type, listener) {
    return this.#events.on(type, listener);
  }

  /** Loads what the store kept, then connects. Resolves once the kept data can be shown; connecting goes on. */
  start() {
    this.#starting ??= this.#load();
    return this.#starting.then(() => this.#connection.start());
  }

  /** Ends the session and closes the store; what is in the outbox stays there for the next start. */
  async close() {
    await this.#starting;
    this.#stopListening();
    this.#connection?.stop();
    await this.#inbox.saved();
    await this.#store?.close();
    this.#release();
  }

  /** Connects at once instead of after the delay, or checks that the connection lives. */
  wake() {
    this.#connection?.wake();
  }

  /**
   * Sends any command of the protocol and waits for its answer; writes belong into the outbox instead.
   * @param {string} command
   * @param {object} [members]
   * @param {(body: any) => any} [use] makes something of the answer before anything that came after it
   */
  request(command, members, use) {
    return this.#connection
      ? this.#connection.request(command, members, { use })
      : Promise.reject(new ChatError(CONNECTION_LOST, 'not started', { retryable: true }));
  }

  conversations() {
    return this.#inbox.list();
  }

  conversation(id) {
    return this.#inbox.get(id);
  }

  send(conversation, draft) {
    this.#typing.own(conversation, false);
    return this.#outbox.add('send', { conversation, ...bodyOf(draft) });
  }

  sendTo(user, draft) {
    return this.#outbox.add('send_to', { to: user, ...bodyOf(draft) });
  }

  edit(conversation, target, draft) {
    return this.#outbox.add('edit', { conversation, target, ...bodyOf(draft) });
  }

  delete(conversation, target) {
    return this.#outbox.add('delete', { conversation, target });
  }

  react(conversation, target, emoji, present = true) {
    return this.#outbox.add('react', { conversation, target, emoji, present });
  }

  rename(conversation, title) {
    return this.#outbox.add('rename', { conversation, title });
  }

  addMembers(conversation, users) {
    const members = users.map((user) => (typeof user === 'string' ? { user } : user));
    return this.#outbox.add('add_members', { conversation, members });
  }

  removeMember(conversation, user) {
    return this.#outbox.add('remove_member', { conversation, user });
  }

  leave(conversation) {
    return this.removeMember(conversation, this.user);
  }

  changeRole(conversation, user, role) {
    return this.#outbox.add('change_role', { conversation, user, role });
  }

  retry(key) {
    this.#outbox.retry(key);
  }

  discard(key) {
    return this.#outbox.discard(key);
  }

  get pending() {
    return this.#outbox.items.filter((item) => item.state === 'waiting');
  }

  createGroup({ key = newKey(), title, members, history, kind }) {
    const specs = members.map((user) => (typeof user === 'string' ? { user } : user));
    const group = { key, kind, title, history, members: specs };
    return this.request('create', group, (row) => this.#inbox.summary(row));
  }

  openDirect(user) {
    return this.request('open_direct', { user }, (row) => this.#inbox.summary(row));
  }

  async configure(conversation, { pinned, mutedUntil }) {
    const held = this.#inbox.get(conversation);
    const now = held?.wanted ?? held?.summary;
    const settings = {
      pinned: pinned ?? now?.pinned ?? false,
      mutedUntil: mutedUntil === undefined ? now?.mutedUntil : (mutedUntil ?? undefined),
    };
    held?.want(settings);
    try {
      // The row that follows shows them: set here, they might undo what another device set a moment later.
      await this.request('configure', { conversation, ...settings });
    } catch (error) {
      held?.want(undefined);
      throw error;
    }
  }

  markRead(conversation, seq, { hidden = false } = {}) {
    const held = this.#inbox.get(conversation);
    const upTo = Math.min(seq ?? Number.MAX_SAFE_INTEGER, held?.timeline.cursor ?? 0);
    if (held?.summary && held.readUpTo(held.receiptFor(upTo), hidden)) {
      this.#receipts.read(conversation, held.read, held.readShown);
      this.#inbox.changed(held);
    }
  }

  loadOlder(conversation, limit = 50) {
    return this.#history.older(this.#inbox.get(conversation), limit);
  }

  loadBackTo(conversation, seq) {
    return this.#history.backTo(this.#inbox.get(conversation), seq);
  }

  loadMoreConversations() {
    return this.#inbox.more();
  }

  async members(conversation) {
    const members = [];
    for (let more = true; more; ) {
      const after = members.length > 0 ? { after: members.at(-1).user } : {};
      const page = await this.request('members', { conversation, ...after, limit: 200 });
      members.push(...(page.members ?? []));
      more = page.more === true && (page.members ?? []).length > 0;
    }
    return members;
  }

  typing(conversation, active = true) {
    this.#typing.own(conversation, active);
  }

  typingIn(conversation) {
    return this.#typing.in(conversation);
  }

  watch(users) {
    this.#presence.watch(users);
  }

  presence(user) {
    return this.#presence.of(user);
  }

  unread() {
    return this.#inbox.unread();
  }

  async #load() {
    const { user } = this.#options;
    if (this.#options.device === undefined) {
      const { id, release } = await claimDevice(user);
      this.#options.device = id;
      this.#release = release;
    }
    this.#store = this.#options.store ?? (await this.#openStore(user, this.#options.device));
    const kept = await this.#store.load();
    this.#outbox.restore(kept.outbox);
    this.#inbox.restore(kept);
    const { route, getToken, deviceName, openSocket, clock, random } = this.#options;
    this.#connection = new Connection({
      route,
      getToken,
      clock,
      ...(openSocket && { openSocket }),
      ...(random && { random }),
      hello: { device: this.#options.device, deviceName, client: `parley-js/${VERSION}` },
      onWelcome: (welcome) => this.#welcomed(welcome),
      onEvent: (name, body) => this.#event(name, body),
      onState: (state) => this.#stateChanged(state),
      onError: (error) => this.#events.emit('error', { error }),
    });
    this.#stopListening = onNetworkChange(() => this.wake());
  }

  #openStore(user, device) {
    return globalThis.indexedDB
      ? IndexedDbStore.open(`parley:${user}:${device}`, (error) => this.#events.emit('error', { error }))
      : new MemoryStore();
  }

  async #welcomed(welcome) {
    if (welcome.user !== this.user) {
      this.#connection.stop();
      this.#events.emit('error', { error: new ChatError('unauthenticated', `signed in as ${welcome.user}`) });
      return;
    }
    try {
      // Unanswered writes go first: what the log then shows of them comes with the sync.
      this.#outbox.resume();
      await this.#catchUp.first();
      this.#synced = true;
      this.#receipts.resume();
      this.#presence.resume(welcome.limits?.watched);
      this.#events.emit('synced', {});
    } catch (error) {
      if (error.code !== CONNECTION_LOST) {
        this.#events.emit('error', { error });
      }
    }
  }

  #event(name, body) {
    if (name === 'typing') {
      this.#typing.heard(body);
    } else if (name === 'presence') {
      this.#presence.heard(body);
    } else if (name === 'resync') {
      this.#catchUp.again();
    } else {
      this.#inbox.event(name, body);
    }
  }

  #stateChanged(state) {
    this.#state = state;
    if (state.state !== 'online') {
      this.#synced = false;
      this.#outbox.pause();
      this.#receipts.pause();
      this.#presence.pause();
      this.#history.pause();
      this.#typing.reset();
    }
    if (state.name === 'device_revoked') {
      forgetDevice(this.user, this.device);
      this.#store.destroy().catch((error) => this.#events.emit('error', { error }));
    }
    this.#events.emit('state', state);
  }

  #outboxChanged(item) {
    const conversation = this.#inbox.get(item.members.conversation ?? item.ack?.conversation);
    if (conversation) {
      this.#events.emit('conversation', { conversation });
    }
  }

  #settled(item, outcome) {
    if (outcome.outcome === 'ACKED') {
      this.#inbox.acked(outcome);
    }
    this.#events.emit('settled', { item, outcome });
  }

  #tellTyping(conversation, active) {
    // At most once: a typing note that is lost is lost.
    this.request('typing', { conversation, active }).catch((error) => {
      if (error.code !== CONNECTION_LOST && !error.retryable) {
        this.#events.emit('error', { error });
      }
    });
  }

  async #save(batch) {
    try {
      await this.#store.write(batch);
    } catch (error) {
      // A full disk must not stop the conversation; the application is told that it won't survive the page.
      this.#events.emit('error', { error });
    }
  }
}
