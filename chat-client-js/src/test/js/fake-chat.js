import { applyTo, isModification, messageOf } from '../../main/js/message.js';

/**
 * A chat server in memory that speaks the protocol, for tests and for working on the page without the real one. It
 * keeps to the rules that a client can see; it is no reference for anything else. A text that begins with `/refuse` is
 * refused.
 */
export class FakeChat {
  now;
  conversations = new Map();
  sessions = new Set();
  lastActive = new Map();
  pingMs;

  constructor({ now = () => Date.now(), pingMs = 25_000 } = {}) {
    this.now = now;
    this.pingMs = pingMs;
  }

  /** A new connection: `send` takes a text, `close` a code; the token is the user's name. */
  connect({ send, close }) {
    const session = { user: undefined, device: undefined, watched: new Set(), send, close };
    return {
      receive: (text) => text.split('\n').forEach((line) => line && this.#frame(session, JSON.parse(line))),
      closed: () => this.#gone(session),
      session,
    };
  }

  /** Appends an entry as if a user had sent it. */
  append(conversation, sender, key, body) {
    const duplicate = conversation.log.find((entry) => entry.sender === sender && entry.key === key);
    if (duplicate) {
      return duplicate;
    }
    const seq = conversation.log.length + 1;
    const entry = {
      conversation: conversation.id,
      seq,
      id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
      sender,
      key,
      time: this.now(),
      ...body,
    };
    conversation.log.push(entry);
    const receivers = [...conversation.members.keys()];
    this.#applyState(conversation, entry);
    this.push([...new Set([...receivers, ...conversation.members.keys()])], { entry });
    return entry;
  }

  /** Makes a group without a session. */
  createGroup(creator, title, members, key = `k${this.conversations.size}`) {
    const id = `c.${creator}.${key}`;
    if (!this.conversations.has(id)) {
      const conversation = this.#conversation(id, 'group', title);
      const specs = [{ user: creator, role: 'owner' }, ...members.map((user) => ({ user, role: 'member' }))];
      this.append(conversation, creator, key, { type: 'created', kind: 'group', title, history: 'full', members: specs });
      this.#announce(conversation, conversation.members.keys());
    }
    return this.conversations.get(id);
  }

  openDirect(one, other) {
    const pair = [one, other].sort();
    const id = `dm.${pair.join('.')}`;
    if (!this.conversations.has(id)) {
      const conversation = this.#conversation(id, 'direct');
      const members = pair.map((user) => ({ user, role: 'member' }));
      this.append(conversation, one, id, { type: 'created', kind: 'direct', history: 'full', members });
      this.#announce(conversation, pair);
    }
    return this.conversations.get(id);
  }

  push(users, frame) {
    const text = JSON.stringify(frame);
    for (const session of this.sessions) {
      if (users.includes(session.user)) {
        session.send(text);
      }
    }
  }

  #frame(session, frame) {
    const { id, ...rest } = frame;
    const [command] = Object.keys(rest);
    if (command === 'pong') {
      return;
    }
    let reply;
    try {
      if (!session.user && command !== 'hello') {
        throw fault('unauthenticated');
      }
      const handler = this.#commands[command];
      if (!handler) {
        throw fault('unknown_command');
      }
      reply = handler(session, rest[command]) ?? { done: {} };
    } catch (error) {
      if (!error.code) {
        throw error;
      }
      reply = { error: { code: error.code, message: error.message, retryable: false } };
    }
    session.send(JSON.stringify({ id, ...reply }));
    session.after?.();
    session.after = undefined;
  }

  #commands = {
    hello: (session, { token, device }) => {
      if (!token) {
        throw fault('unauthenticated');
      }
      for (const other of this.sessions) {
        if (other.user === token && other.device === device) {
          other.close(4502, 'displaced');
        }
      }
      session.user = token;
      session.device = device;
      this.sessions.add(session);
      this.#presence(token);
      return { welcome: { user: token, device, time: this.now(), pingMs: this.pingMs, limits: { text: 100_000 } } };
    },
    ping: () => undefined,
    sync: (session, { cursors = {}, conversations = 50, entries = 50 }) => {
      session.after = () => {
        const all = this.#inboxOf(session.user);
        for (const conversation of all.slice(0, conversations)) {
          const cursor = cursors[conversation.id];
          const synced = { summary: this.summary(conversation, session.user) };
          if (cursor === undefined || conversation.log.length - cursor > entries) {
            synced.page = this.page(conversation, { limit: entries });
            synced.limited = cursor !== undefined;
          } else if (cursor < conversation.log.length) {
            synced.page = this.page(conversation, { after: cursor, limit: entries });
          }
          session.send(JSON.stringify({ synced }));
        }
        session.send(JSON.stringify({ sync_done: { limited: all.length > conversations } }));
      };
    },
    send: (session, { conversation, key, ...body }) => this.#write(session, conversation, key, { type: 'message', ...body }),
    send_to: (session, { to, key, ...body }) =>
      this.#write(session, this.openDirect(session.user, to).id, key, { type: 'message', ...body }),
    edit: (session, { conversation, key, ...body }) => this.#write(session, conversation, key, { type: 'edit', ...body }),
    delete: (session, { conversation, key, target }) => this.#write(session, conversation, key, { type: 'delete', target }),
    react: (session, { conversation, key, target, emoji, present = true }) =>
      this.#write(session, conversation, key, { type: 'reaction', target, emoji, present }),
    rename: (session, { conversation, key, title }) => this.#write(session, conversation, key, { type: 'renamed', title }),
    add_members: (session, { conversation, key, members }) => {
      const specs = members.map(({ user, role = 'member' }) => ({ user, role }));
      const ack = this.#write(session, conversation, key, { type: 'members_added', members: specs });
      this.#announce(this.conversations.get(conversation), specs.map(({ user }) => user));
      return ack;
    },
    remove_member: (session, { conversation, key, user }) =>
      this.#write(session, conversation, key, { type: 'member_removed', user }),
    change_role: (session, { conversation, key, user, role }) =>
      this.#write(session, conversation, key, { type: 'role_changed', user, role }),
    create: (session, { key, title, members }) => ({
      conversation: this.summary(
        this.createGroup(session.user, title, members.map(({ user }) => user), key),
        session.user,
      ),
    }),
    open_direct: (session, { user }) => ({
      conversation: this.summary(this.openDirect(session.user, user), session.user),
    }),
    show: (session, { conversation }) => ({
      conversation: this.summary(this.#visible(conversation, session.user), session.user),
    }),
    configure: (session, { conversation, pinned, mutedUntil }) => {
      const held = this.#visible(conversation, session.user);
      held.settings.set(session.user, { pinned, mutedUntil });
      this.#announce(held, [session.user]);
    },
    inbox: (session, { cursor = '0', limit = 50 }) => {
      const all = this.#inboxOf(session.user);
      const end = Number(cursor) + limit;
      return {
        inbox_page: {
          conversations: all.slice(Number(cursor), end).map((held) => this.summary(held, session.user)),
          next: end < all.length ? String(end) : undefined,
        },
      };
    },
    history: (session, { conversation, ...range }) => ({
      page: this.page(this.#visible(conversation, session.user), range),
    }),
    members: (session, { conversation }) => ({
      member_page: {
        members: [...this.#visible(conversation, session.user).members]
          .map(([user, role]) => ({ user, role, since: 1 }))
          .sort((a, b) => (a.user < b.user ? -1 : 1)),
      },
    }),
    receipt: (session, { conversation, delivered = 0, read = 0 }) => {
      const { members, marks } = this.#visible(conversation, session.user);
      const old = marks.get(session.user) ?? { delivered: 0, read: 0 };
      const grown = { read: Math.max(old.read, read), delivered: Math.max(old.delivered, delivered, read) };
      marks.set(session.user, grown);
      this.push([...members.keys()], { marks: { conversation, user: session.user, ...grown } });
      return { marks: grown };
    },
    typing: (session, { conversation, active = true }) => {
      const others = [...this.#visible(conversation, session.user).members.keys()].filter((u) => u !== session.user);
      this.push(others, { typing: { conversation, user: session.user, active, expiresMs: 6_000 } });
    },
    watch: (session, { users = [] }) => {
      session.watched = new Set(users);
      return { presences: { users: users.map((user) => this.#presenceOf(user)) } };
    },
    devices: () => ({ device_list: { devices: [] } }),
    block: () => undefined,
  };

  summary(conversation, user) {
    const marks = conversation.marks.get(user) ?? { delivered: 0, read: 0 };
    const messages = conversation.log.filter((entry) => entry.type === 'message');
    const last = messages.at(-1);
    const asHeld = messages.map((entry) => this.#asOf(conversation, entry));
    const unread = asHeld.filter((m) => m.seq > marks.read && m.sender !== user && !m.deleteSeq);
    return {
      conversation: conversation.id,
      kind: conversation.kind,
      title: conversation.title,
      history: 'full',
      stateSeq: conversation.stateSeq,
      memberCount: conversation.members.size,
      head: conversation.log.length,
      visibleFrom: 1,
      role: conversation.members.get(user),
      peer: conversation.kind === 'direct' ? [...conversation.members.keys()].find((m) => m !== user) : undefined,
      last: last && this.#asOf(conversation, last),
      marks,
      unread: { messages: unread.length, mentions: unread.filter((m) => m.mentions?.includes(user)).length },
      ...conversation.settings.get(user),
      memberMarks: [...conversation.members.keys()].map((of) => ({
        user: of,
        ...(conversation.marks.get(of) ?? { delivered: 0, read: 0 }),
      })),
    };
  }

  page(conversation, { before, after, limit = 50 }) {
    const { log } = conversation;
    const from = after ?? Math.max(0, (before ?? log.length + 1) - 1 - limit);
    const to = after === undefined ? (before ?? log.length + 1) - 1 : Math.min(log.length, after + limit);
    return {
      entries: log
        .slice(from, to)
        .map((entry) => (entry.type === 'message' ? this.#asOf(conversation, entry) : this.#blank(conversation, entry))),
      head: log.length,
      asOf: log.length,
      before: from > 0,
      after: to < log.length,
    };
  }

  #asOf(conversation, entry) {
    const modifications = conversation.log.filter((other) => isModification(other) && other.target === entry.seq);
    return { ...modifications.reduce(applyTo, messageOf(entry)), asOf: conversation.log.length };
  }

  #blank(conversation, entry) {
    const gone = conversation.log.some((other) => other.type === 'delete' && other.target === entry.target);
    return entry.type === 'edit' && gone ? { ...entry, content: undefined } : entry;
  }

  #conversation(id, kind, title) {
    const conversation = {
      id,
      kind,
      title,
      log: [],
      members: new Map(),
      marks: new Map(),
      settings: new Map(),
      stateSeq: 1,
    };
    this.conversations.set(id, conversation);
    return conversation;
  }

  #applyState(conversation, entry) {
    const { members } = conversation;
    if (entry.type === 'created' || entry.type === 'members_added') {
      entry.members.forEach(({ user, role }) => members.set(user, role));
    } else if (entry.type === 'member_removed') {
      members.delete(entry.user);
    } else if (entry.type === 'role_changed') {
      members.set(entry.user, entry.role);
    } else if (entry.type === 'renamed') {
      conversation.title = entry.title;
    } else {
      return;
    }
    conversation.stateSeq = entry.seq;
  }

  #write(session, id, key, body) {
    const conversation = this.#visible(id, session.user);
    if (body.target !== undefined && conversation.log[body.target - 1]?.type !== 'message') {
      throw fault('invalid_reference');
    }
    if (body.content?.text?.startsWith('/refuse')) {
      throw fault('rejected');
    }
    const { seq, id: entryId, time } = this.append(conversation, session.user, key, body);
    return { ack: { conversation: id, seq, id: entryId, time } };
  }

  #visible(id, user) {
    const conversation = this.conversations.get(id);
    if (!conversation?.members.has(user)) {
      throw fault('not_found');
    }
    return conversation;
  }

  #inboxOf(user) {
    return [...this.conversations.values()]
      .filter(({ members }) => members.has(user))
      .sort((a, b) => b.log.at(-1).time - a.log.at(-1).time);
  }

  #announce(conversation, users) {
    for (const user of users) {
      this.push([user], { inbox: this.summary(conversation, user) });
    }
  }

  #presenceOf(user) {
    const online = [...this.sessions].some((session) => session.user === user);
    return { user, online, lastActiveAt: this.lastActive.get(user) };
  }

  #presence(user) {
    this.lastActive.set(user, this.now());
    for (const session of this.sessions) {
      if (session.watched.has(user)) {
        session.send(JSON.stringify({ presence: this.#presenceOf(user) }));
      }
    }
  }

  #gone(session) {
    if (this.sessions.delete(session)) {
      this.#presence(session.user);
    }
  }
}

function fault(code) {
  return Object.assign(new Error(code), { code });
}
