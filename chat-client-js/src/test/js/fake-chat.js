import { FakeConversation, onWire, shown } from './fake-conversation.js';

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
  /** By user the rows of the inbox, by conversation what only the row knows. */
  #rows = new Map();
  #ids = 0;

  constructor({ now = () => Date.now(), pingMs = 25_000 } = {}) {
    this.now = now;
    this.pingMs = pingMs;
  }

  /**
   * A new connection: `send` takes a text, `close` a code; the token is the user's name. `most` bounds pages: so many
   * conversations of an inbox, so many entries of a log.
   */
  connect({ send, close, most = { conversations: 200, entries: 200 } }) {
    const session = { user: undefined, device: undefined, watched: new Set(), send, close, most };
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
    const time = this.now();
    const entry = {
      conversation: conversation.id,
      seq: conversation.head + 1,
      id: this.#newId(time),
      sender,
      key,
      time,
      ...body,
    };
    conversation.add(entry);
    const joined = entry.type === 'created' || entry.type === 'members_added' ? entry.members.map(({ user }) => user) : [];
    const newcomers = conversation.kind === 'direct' ? firstHearers(conversation, entry) : joined;
    const bumped = entry.type === 'message' ? [...conversation.members.keys()] : newcomers;
    bumped.forEach((user) => this.#bump(user, conversation, entry));
    this.#deliver(conversation, entry, newcomers);
    return entry;
  }

  /** Makes a group without a session. */
  createGroup(creator, title, members, { key = `k${this.conversations.size}`, kind = 'group', history = 'full' } = {}) {
    const id = `c.${creator}.${key}`;
    if (!this.conversations.has(id)) {
      const conversation = new FakeConversation({ id, kind, title, history });
      this.conversations.set(id, conversation);
      const others = specsOf(members).filter(({ user }) => user !== creator);
      const specs = [{ user: creator, role: 'owner' }, ...others];
      this.append(conversation, creator, key, { type: 'created', kind, title, history, members: specs });
    }
    return this.conversations.get(id);
  }

  openDirect(one, other) {
    const pair = [...new Set([one, other])].sort();
    const id = `dm.${pair.join('.')}`;
    const held = this.conversations.get(id);
    if (held) {
      this.#bump(one, held, held.log[0]);
      this.#announce(held, [one]);
      return held;
    }
    const conversation = new FakeConversation({ id, kind: 'direct' });
    this.conversations.set(id, conversation);
    const members = pair.map((user) => ({ user, role: 'member' }));
    this.append(conversation, one, id, { type: 'created', kind: 'direct', history: 'full', members });
    return conversation;
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
      reply = this.#again(session, rest[command]) ?? handler(session, rest[command]) ?? { done: {} };
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
        const most = Math.min(conversations, session.most.conversations);
        const limit = Math.min(entries, session.most.entries);
        for (const held of all.slice(0, most)) {
          const synced = held.synced(session.user, this.#row(session.user, held), cursors[held.id], limit);
          session.send(JSON.stringify({ synced }));
        }
        session.send(JSON.stringify({ sync_done: { limited: all.length > most } }));
      };
    },
    send: (session, { conversation, key, ...body }) => this.#post(session, conversation, key, body),
    send_to: (session, { to, key, ...body }) => this.#post(session, this.openDirect(session.user, to).id, key, body),
    edit: (session, { conversation, key, target, content, custom }) =>
      this.#modify(session, conversation, key, { type: 'edit', target, content, custom }),
    delete: (session, { conversation, key, target }) =>
      this.#modify(session, conversation, key, { type: 'delete', target }),
    react: (session, { conversation, key, target, emoji, present = true }) =>
      this.#modify(session, conversation, key, { type: 'reaction', target, emoji, present }),
    rename: (session, { conversation, key, title }) => this.#write(session, conversation, key, { type: 'renamed', title }),
    add_members: (session, { conversation, key, members }) => {
      const held = this.#memberOf(conversation, session.user);
      const fresh = specsOf(members).filter(({ user }) => !held.members.has(user));
      if (fresh.length === 0 || held.kind === 'direct') {
        throw fault('bad_request');
      }
      return this.#write(session, conversation, key, { type: 'members_added', members: fresh });
    },
    remove_member: (session, { conversation, key, user }) => {
      this.#requireIn(conversation, session.user, user);
      return this.#write(session, conversation, key, { type: 'member_removed', user });
    },
    change_role: (session, { conversation, key, user, role }) => {
      this.#requireIn(conversation, session.user, user);
      return this.#write(session, conversation, key, { type: 'role_changed', user, role });
    },
    create: (session, { key, title, members, kind, history }) => ({
      conversation: this.#summary(this.createGroup(session.user, title, members, { key, kind, history }), session.user),
    }),
    open_direct: (session, { user }) => ({
      conversation: this.#summary(this.openDirect(session.user, user), session.user),
    }),
    show: (session, { conversation }) => ({
      conversation: this.#summary(this.#visible(conversation, session.user), session.user),
    }),
    configure: (session, { conversation, pinned, mutedUntil }) => {
      const held = this.#visible(conversation, session.user);
      const row = this.#row(session.user, held);
      if (row) {
        Object.assign(row, { pinned, mutedUntil });
      }
      this.#announce(held, [session.user]);
    },
    inbox: (session, { cursor = '0', limit = 50 }) => {
      const all = this.#inboxOf(session.user);
      const end = Number(cursor) + Math.min(limit, session.most.conversations);
      return {
        inbox_page: {
          conversations: all.slice(Number(cursor), end).map((held) => this.#summary(held, session.user)),
          next: end < all.length ? String(end) : undefined,
        },
      };
    },
    history: (session, { conversation, limit = 50, ...range }) => ({
      page: this.#visible(conversation, session.user).page(session.user, {
        ...range,
        limit: Math.min(limit, session.most.entries),
      }),
    }),
    members: (session, { conversation }) => ({
      member_page: {
        members: [...this.#visible(conversation, session.user).members]
          .map(([user, role]) => ({ user, role, since: 1 }))
          .sort((a, b) => (a.user < b.user ? -1 : 1)),
      },
    }),
    receipt: (session, { conversation, ...asked }) => {
      const { user } = session;
      const held = this.#visible(conversation, user);
      if (asked.delivered > held.summary(user).head) {
        throw fault('invalid_seq');
      }
      const { before, after } = held.advance(user, asked);
      if (JSON.stringify(before) !== JSON.stringify(after)) {
        this.push([user], { marks: { conversation, user, ...onWire(after) } });
      }
      const others = [...held.members.keys()].filter((other) => other !== user);
      if (held.members.has(user) && JSON.stringify(shown(before)) !== JSON.stringify(shown(after))) {
        this.push(others, { marks: { conversation, user, ...shown(after) } });
      }
      return { marks: onWire(after) };
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

  #summary(conversation, user) {
    return conversation.summary(user, this.#row(user, conversation));
  }

  #row(user, conversation) {
    return this.#rows.get(user)?.get(conversation.id);
  }

  #bump(user, conversation, { seq, id }) {
    if (!this.#rows.has(user)) {
      this.#rows.set(user, new Map());
    }
    const row = this.#row(user, conversation) ?? {};
    if (seq > (row.seq ?? 0)) {
      this.#rows.get(user).set(conversation.id, { ...row, seq, sortId: id });
    }
  }

  /** Those who first hear of the conversation get its row before the entry; one who was removed, after it. */
  #deliver(conversation, entry, newcomers) {
    const gone = entry.type === 'member_removed' ? [entry.user] : [];
    const others = new Set([...conversation.members.keys(), ...gone]);
    newcomers.forEach((user) => others.delete(user));
    if (entry.type !== 'created') {
      this.push([...others], { entry });
    }
    this.#announce(conversation, gone);
    this.#announce(conversation, newcomers);
    this.push(newcomers, { entry });
    for (const user of entry.type === 'members_added' ? newcomers : []) {
      const marks = conversation.marks.get(user);
      if (marks) {
        const hearers = [...conversation.members.keys()].filter((member) => member !== user);
        this.push(hearers, { marks: { conversation: conversation.id, user, ...shown(marks) } });
      }
    }
  }

  #post(session, id, key, { content, mentions, replyTo, custom }) {
    const { members } = this.#memberOf(id, session.user);
    const told = mentions?.filter((user) => members.has(user));
    return this.#write(session, id, key, { type: 'message', content, mentions: told, replyTo, custom });
  }

  #modify(session, id, key, body) {
    const { log } = this.#memberOf(id, session.user);
    const target = log[body.target - 1];
    if (target?.type !== 'message') {
      throw fault('invalid_reference');
    }
    if (log.some(({ type, target: of }) => type === 'delete' && of === body.target)) {
      throw fault('gone');
    }
    if (body.type === 'edit' && target.sender !== session.user) {
      throw fault('forbidden');
    }
    return this.#write(session, id, key, body);
  }

  /** The ack of a write that is in the log already. */
  #again({ user }, { conversation, key }) {
    const entry = this.conversations.get(conversation)?.log.find((one) => one.sender === user && one.key === key);
    return entry && { ack: { conversation, seq: entry.seq, id: entry.id, time: entry.time } };
  }

  #write(session, id, key, body) {
    const conversation = this.#memberOf(id, session.user);
    if (body.content?.text?.startsWith('/refuse')) {
      throw fault('rejected');
    }
    const { seq, id: entryId, time } = this.append(conversation, session.user, key, body);
    return { ack: { conversation: id, seq, id: entryId, time } };
  }

  #visible(id, user) {
    const conversation = this.conversations.get(id);
    if (!conversation?.knows(user)) {
      throw fault('not_found');
    }
    return conversation;
  }

  #memberOf(id, user) {
    const conversation = this.#visible(id, user);
    if (!conversation.members.has(user)) {
      throw fault('not_found');
    }
    return conversation;
  }

  #requireIn(id, asking, user) {
    const { members, kind } = this.#memberOf(id, asking);
    if (!members.has(user) || kind === 'direct') {
      throw fault('invalid_reference');
    }
  }

  #inboxOf(user) {
    const place = ({ pinned, sortId }) => `${pinned ? 1 : 0}${sortId}`;
    return [...(this.#rows.get(user) ?? [])]
      .sort(([one, a], [other, b]) => (place(a) === place(b) ? (one < other ? -1 : 1) : place(a) < place(b) ? 1 : -1))
      .map(([id]) => this.conversations.get(id));
  }

  #announce(conversation, users) {
    for (const user of users) {
      this.push([user], { inbox: this.#summary(conversation, user) });
    }
  }

  /** A UUID of version 7, later than all before. */
  #newId(time) {
    const at = time.toString(16).padStart(12, '0');
    const number = (this.#ids++).toString(16).padStart(12, '0');
    return `${at.slice(0, 8)}-${at.slice(8)}-7000-8000-${number}`;
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

function specsOf(members) {
  const specs = members.map((member) => (typeof member === 'string' ? { user: member } : member));
  const byUser = new Map(specs.toReversed().map(({ user, role = 'member' }) => [user, { user, role }]));
  return [...byUser.values()].reverse();
}

/** Who first hears of a direct conversation with an entry: its maker when it is made, the other with a message. */
function firstHearers({ members }, { seq, sender }) {
  if (seq === 1) {
    return [sender];
  }
  return seq === 2 ? [...members.keys()].filter((user) => user !== sender) : [];
}
