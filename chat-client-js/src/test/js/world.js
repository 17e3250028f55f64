import { ChatClient, MemoryStore } from '../../main/js/index.js';
import { FakeChat } from './fake-chat.js';
import { FakeClock, randomFrom } from './fakes.js';
import { LateWire } from './late-wire.js';

export const USERS = ['ada', 'bob', 'cyd', 'dan'];

const ROLES = ['owner', 'admin', 'member'];
const EMOJI = ['👍', '❤', '🚀'];

/** Users who do everything that users do, at random but repeatably, on networks that come and go. */
export class World {
  clock = new FakeClock();
  /** Without pings: a client that hears nothing for long must not sync once more and so hide what it got wrong. */
  chat = new FakeChat({ now: this.clock.now, pingMs: 1e9 });
  devices = [];
  errors = [];
  #random;
  #said = 0;

  constructor(seed) {
    this.#random = randomFrom(seed);
  }

  async begin() {
    for (const user of USERS) {
      for (let number = 0; number <= this.#below(2); number++) {
        const most = {
          conversations: this.#chance(0.5) ? 200 : 1 + this.#below(4),
          entries: this.#chance(0.3) ? 200 : 1 + this.#below(10),
        };
        const keptEntries = this.#chance(0.5) ? 100 : 1 + this.#below(10);
        this.devices.push(new Device(this, `${user}-${number}`, { user, most, keptEntries, random: this.#random }));
      }
    }
    for (const device of this.devices) {
      await device.start();
    }
    await this.clock.advance(500);
  }

  async step() {
    const device = this.#pick(this.devices);
    const what = this.#below(100);
    if (what < 12) {
      await this.#network(device);
    } else if (what < 22 || device.client.conversations().length === 0) {
      this.#people(device.client);
    } else {
      const conversation = this.#pick(device.client.conversations());
      (what < 78 ? this.#talk : this.#govern).call(this, device.client, conversation);
    }
    await this.clock.advance(this.#chance(0.1) ? this.#below(20_000) : this.#below(300));
  }

  /** Everybody is online, and nothing is on its way. */
  async becomeQuiet() {
    this.devices.forEach((device) => device.up(true));
    for (let time = 0; time < 20; time++) {
      await this.clock.advance(20_000);
      if (this.devices.every(({ client }) => client.synced && client.pending.length === 0) && time > 2) {
        this.devices.forEach((device) => device.discardRefused());
        return;
      }
    }
    throw new Error('a client does not come to rest');
  }

  /** A client that has never been there, and has read everything. */
  async fresh(user) {
    const options = { user, confirmDelivery: false, most: undefined, random: () => 0.9 };
    const device = new Device(this, `${user}-fresh`, { ...options, late: false });
    await device.start();
    await this.clock.advance(100);
    for (const { id } of device.client.conversations()) {
      for (let more = true; more; ) {
        more = await device.client.loadOlder(id, 200);
      }
    }
    return device;
  }

  async #network(device) {
    const what = this.#below(8);
    if (what < 2) {
      device.cut();
    } else if (what < 4) {
      device.up(false);
    } else if (what < 7) {
      device.up(true);
    } else {
      await device.restart();
    }
  }

  #people(client) {
    const what = this.#below(8);
    if (what < 2) {
      client.sendTo(this.#user(), this.#draft());
    } else if (what === 2) {
      this.#try(client.openDirect(this.#user()));
    } else {
      const members = [this.#user(), { user: this.#user(), role: this.#pick(ROLES) }];
      const history = this.#chance(0.6) ? 'joined' : 'full';
      const group = { title: `Group ${++this.#said}`, members, history, key: `g${this.#said}` };
      this.#try(client.createGroup(group));
    }
  }

  #talk(client, { id, timeline: { entries } }) {
    const messages = entries.filter(({ type }) => type === 'message').map(({ seq }) => seq);
    const target = messages.length > 0 ? this.#pick(messages) : 1;
    const what = this.#below(17);
    if (what < 5) {
      client.send(id, this.#draft());
    } else if (what < 7) {
      client.edit(id, target, this.#draft());
    } else if (what < 9) {
      client.delete(id, target);
    } else if (what < 12) {
      client.react(id, target, this.#pick(EMOJI), this.#chance(0.7));
    } else if (what < 14) {
      client.markRead(id, target, { hidden: this.#chance(0.3) });
    } else if (what < 15) {
      client.markRead(id, undefined, { hidden: this.#chance(0.3) });
    } else {
      this.#try(client.loadOlder(id, 1 + this.#below(10)));
    }
  }

  #govern(client, { id }) {
    const what = this.#below(9);
    if (what < 2) {
      client.rename(id, `Title ${++this.#said}`);
    } else if (what < 4) {
      client.addMembers(id, [{ user: this.#user(), role: this.#pick(ROLES) }]);
    } else if (what < 5) {
      client.removeMember(id, this.#user());
    } else if (what < 6) {
      client.leave(id);
    } else if (what < 7) {
      client.changeRole(id, this.#user(), this.#pick(ROLES));
    } else {
      const mutedUntil = this.#chance(0.5) ? 1_900_000_000_000 + ++this.#said : null;
      this.#try(client.configure(id, { pinned: this.#chance(0.5), mutedUntil }));
    }
  }

  #draft() {
    const mentions = this.#chance(0.25) ? [this.#user()] : undefined;
    const custom = this.#chance(0.15) ? { order: `n${this.#said}` } : undefined;
    return { text: `text ${++this.#said}`, mentions, custom, replyTo: this.#chance(0.1) ? 1 : undefined };
  }

  /** Requests may fail: the connection is gone, or what they ask for is not allowed (any more). */
  #try(promise) {
    promise.catch((error) => error.code || this.errors.push(error));
  }

  #user() {
    return this.#pick(USERS);
  }

  #pick(from) {
    return from[this.#below(from.length)];
  }

  #chance(of) {
    return this.#random() < of;
  }

  #below(end) {
    return Math.floor(this.#random() * end);
  }
}

/** One device of a user: its client, its store, its network. */
class Device {
  #world;
  #options;
  #store = new MemoryStore();
  #isUp = true;
  #end = () => {};

  constructor(world, name, options) {
    this.#world = world;
    this.#options = options;
    this.name = name;
    this.user = options.user;
  }

  async start() {
    const { user, confirmDelivery, keptEntries, random } = this.#options;
    this.client = new ChatClient({
      url: 'ws://chat/v1/connect',
      user,
      device: this.name,
      store: this.#store,
      clock: this.#world.clock,
      random,
      confirmDelivery,
      keptEntries,
      getToken: () => user,
      openSocket: () => this.#open(),
    });
    this.client.on('error', ({ error }) => error.code || this.#world.errors.push(error));
    await this.client.start();
  }

  /** The page is reloaded: what the store has is all that stays. */
  async restart() {
    this.cut();
    await this.client.close();
    await this.start();
  }

  async close() {
    await this.client.close();
    this.cut();
  }

  cut() {
    this.#end(1006);
  }

  up(isUp) {
    this.#isUp = isUp;
    if (!isUp) {
      this.cut();
    }
  }

  /** What was refused shows until the user takes it away. */
  discardRefused() {
    const rows = this.client.conversations().flatMap((conversation) => conversation.rows());
    rows.filter(({ state }) => state === 'failed').forEach(({ key }) => this.client.discard(key));
  }

  #open() {
    if (!this.#isUp) {
      const dead = { close: () => {} };
      queueMicrotask(() => dead.onclose({ code: 1006, reason: 'no network' }));
      return dead;
    }
    const { clock, chat } = this.#world;
    const { most, random, late = true } = this.#options;
    let over = false;
    const deliver = (frame) => !over && socket.onmessage({ data: JSON.stringify(frame) });
    const wire = new LateWire({ clock, random, deliver });
    const socket = {
      send: (text) => queueMicrotask(() => !over && connection.receive(text)),
      close: () => end(1000),
    };
    const end = (code) => {
      if (!over) {
        over = true;
        wire.cut();
        connection.closed();
        queueMicrotask(() => socket.onclose?.({ code, reason: '' }));
      }
    };
    const connection = chat.connect({
      most,
      send: (text) => queueMicrotask(() => (late ? wire.say(JSON.parse(text)) : deliver(JSON.parse(text)))),
      close: end,
    });
    this.#end = end;
    queueMicrotask(() => !over && socket.onopen());
    return socket;
  }
}
