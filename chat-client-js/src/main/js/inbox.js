import { Conversation } from './conversation.js';
import { RowReader } from './row-reader.js';

const SYNC_CONVERSATIONS = 50;
const SYNC_ENTRIES = 50;
/** Entries per conversation that are taken over from the store at start; older ones are read again when wanted. */
const KEPT_ENTRIES = 100;
/** The most cursors that fit into one frame with ease. */
const MOST_CURSORS = 5_000;
/** Marks heard before the row they belong to are kept for this many conversations. */
const MOST_EARLY = 500;

/**
 * All conversations of the user: applies what the server says to them, closes holes, and keeps the store up to date.
 */
export class Inbox {
  #options;
  /** @type {Map<string, Conversation>} */
  #conversations = new Map();
  #unsaved = new Set();
  #saving = Promise.resolve();
  #saveScheduled = false;
  /** @type {Set<string> | undefined} what the running sync has named */
  #synced;
  #syncDone = () => {};
  /** The cursors that the running sync began with. */
  #cursors = {};
  #rows;
  /** Marks of conversations whose row has not come yet; it may be older than they are. */
  #early = new Map();
  /** The opaque cursor of the inbox's next page, or undefined when all conversations are known. */
  #nextPage;

  /**
   * @param {object} options
   * @param {string} options.me
   * @param {(command: string, members?: object, use?: (body: any) => any) => Promise<any>} options.request
   * @param {(batch: object) => Promise<void>} options.save writes to the store; never fails
   * @param {import('./outbox.js').Outbox} options.outbox
   * @param {import('./receipts.js').Receipts} options.receipts
   * @param {import('./typing.js').Typing} options.typing
   * @param {import('./history.js').History} options.history
   * @param {(type: string, event?: any) => void} options.emit
   * @param {(error: unknown) => void} options.onError
   * @param {boolean} options.confirmDelivery whether `delivered` is told without being asked
   * @param {number} [options.keptEntries] entries per conversation that are taken over from the store
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   */
  constructor(options) {
    this.#options = options;
    this.#rows = new RowReader({ ...options, onRow: (row) => this.summary(row) });
  }

  /** Takes over what the store kept. */
  restore({ conversations, entries }) {
    const byConversation = groupedByConversation(entries);
    const dropEntries = [];
    for (const record of conversations) {
      const held = byConversation.get(record.id) ?? [];
      const kept = held.slice(-(this.#options.keptEntries ?? KEPT_ENTRIES));
      const before = record.before || kept.length < held.length;
      if (kept.length < held.length) {
        dropEntries.push({ conversation: record.id, below: kept[0].seq });
      }
      this.#add(record.id).restore({ ...record, before }, kept);
    }
    if (dropEntries.length > 0) {
      this.#options.save({ dropEntries });
    }
  }

  /** @param {string} id */
  get(id) {
    return this.#conversations.get(id);
  }

  /** Conversations as an inbox shows them: pinned first, then by what happened last, as the server orders them. */
  list() {
    return [...this.#conversations.values()]
      .filter((conversation) => conversation.summary)
      .map((conversation) => {
        const { id, pinned, onItsWay, sortId = '' } = conversation;
        return { conversation, id, pinned: Number(pinned), onItsWay, sortId };
      })
      .sort(
        (one, other) =>
          other.pinned - one.pinned ||
          other.onItsWay - one.onItsWay ||
          -compare(one.sortId, other.sortId) ||
          compare(one.id, other.id),
      )
      .map(({ conversation }) => conversation);
  }

  /** What is unread over all conversations. */
  unread() {
    const total = { messages: 0, mentions: 0, conversations: 0 };
    for (const conversation of this.list()) {
      const { messages, mentions } = conversation.unread();
      total.messages += messages;
      total.mentions += mentions;
      total.conversations += messages > 0 ? 1 : 0;
    }
    return total;
  }

  /** Catches up; resolves once the backlog is in. */
  async sync() {
    const held = this.list().filter(({ timeline }) => timeline.cursor !== undefined);
    const cursors = Object.fromEntries(held.slice(0, MOST_CURSORS).map(({ id, timeline }) => [id, timeline.cursor]));
    this.#rows.restart();
    this.#synced = new Set();
    this.#cursors = cursors;
    const done = new Promise((resolve) => (this.#syncDone = () => resolve(undefined)));
    const limits = { conversations: SYNC_CONVERSATIONS, entries: SYNC_ENTRIES };
    try {
      await this.#options.request('sync', { cursors, ...limits });
    } catch (error) {
      if (error.retryable || Object.keys(cursors).length === 0) {
        throw error;
      }
      // The server does not know where these cursors come from: it has another history than it had.
      this.#conversations.forEach((conversation) => this.#forget(conversation));
      this.#cursors = {};
      await this.#options.request('sync', { cursors: {}, ...limits });
    }
    await done;
  }

  /**
   * Reads a further page of the inbox, when a sync said there is one.
   * @returns {Promise<boolean>} whether there is still more
   */
  async more() {
    if (this.#nextPage === undefined) {
      return false;
    }
    const cursor = this.#nextPage === '' ? {} : { cursor: this.#nextPage };
    await this.#options.request('inbox', { ...cursor, limit: 100 }, (page) => {
      this.#nextPage = page.next ?? undefined;
      (page.conversations ?? []).forEach((summary) => this.summary(summary));
    });
    return this.#nextPage !== undefined;
  }

  /**
   * Applies an event.
   * @param {string} name
   * @param {any} body
   */
  event(name, body) {
    const handlers = {
      entry: () => this.#entry(body),
      synced: () => this.#onSynced(body),
      sync_done: () => this.#onSyncDone(body.limited === true),
      inbox: () => this.summary(body),
      marks: () => this.marked(body),
      hint: () => this.#hint(body),
    };
    handlers[name]?.();
  }

  /**
   * Takes a row of the inbox.
   * @param {import('./index.d.ts').Summary} summary
   */
  summary(summary) {
    const conversation = this.#add(summary.conversation);
    this.#synced?.add(conversation.id);
    this.#accept(conversation, summary);
    if (conversation.timeline.cursor === undefined) {
      this.#repair(conversation);
    } else {
      this.#options.history.repairSoon(conversation);
    }
    this.changed(conversation);
    return conversation;
  }

  /**
   * The server told how far a user is.
   * @param {{conversation: string, user: string, delivered?: number, read?: number, readShown?: number}} event
   */
  marked({ conversation: id, user, ...marks }) {
    const conversation = this.#conversations.get(id);
    if (!conversation?.summary) {
      this.#keep(id, user, marks);
      return;
    }
    conversation.grow(user, marks);
    if (user === this.#options.me) {
      this.#options.receipts.known(id, conversation.told);
    }
    this.changed(conversation);
  }

  /** An own write was acked: its entry follows by itself, or is read. */
  acked(ack) {
    const conversation = this.#conversations.get(ack.conversation);
    if (conversation) {
      conversation.timeline.reached(ack.seq);
      this.#options.outbox.prune(ack.conversation, conversation.timeline.cursor ?? 0);
      this.#options.history.repairSoon(conversation);
    }
  }

  /**
   * Entries of a conversation took their place, or older ones were read.
   * @param {Conversation} conversation
   * @param {object[]} placed in order
   * @param {number} [known] up to where they are no news
   */
  entered(conversation, placed, known = 0) {
    const { me, outbox, typing, emit } = this.#options;
    conversation.place(placed);
    for (const entry of placed) {
      if (entry.sender === me) {
        outbox.seen(entry);
      } else if (entry.type === 'message') {
        typing.stopped(conversation.id, entry.sender);
      }
    }
    outbox.prune(conversation.id, conversation.timeline.cursor ?? 0);
    this.changed(conversation);
    for (const entry of placed) {
      if (entry.seq > known && entry.type === 'message' && entry.sender !== me) {
        emit('message', { conversation, message: conversation.timeline.at(entry.seq) });
      }
    }
  }

  /**
   * Something about a conversation is different: tells the application, and the store a moment later.
   * @param {Conversation} conversation
   */
  changed(conversation) {
    this.#options.emit('conversation', { conversation });
    this.#unsaved.add(conversation);
    if (!this.#saveScheduled) {
      this.#saveScheduled = true;
      queueMicrotask(() => this.#save());
    }
    this.#check(conversation);
  }

  /** Resolves when everything applied so far is in the store. */
  async saved() {
    await Promise.resolve();
    await this.#saving;
  }

  #add(id) {
    let conversation = this.#conversations.get(id);
    if (!conversation) {
      conversation = new Conversation(id, this.#options.me, () => this.#options.outbox.items);
      this.#conversations.set(id, conversation);
    }
    return conversation;
  }

  #entry(entry) {
    const conversation = this.#add(entry.conversation);
    const placed = conversation.timeline.receive(entry);
    if (placed.length > 0) {
      this.entered(conversation, placed);
    }
    this.#repair(conversation);
    this.#check(conversation);
  }

  #hint({ conversation: id, head }) {
    const conversation = this.#add(id);
    conversation.timeline.reached(head);
    this.#repair(conversation);
    this.#check(conversation);
  }

  /** While a sync runs, what is missing is probably on its way; its end looks after all conversations. */
  #repair(conversation) {
    if (!this.#synced) {
      this.#options.history.repair(conversation);
    }
  }

  /** Asks for the row if only the server can tell what is missing. */
  #check(conversation) {
    const missing = () => !conversation.summary || conversation.unreadIsGuess;
    if (!this.#synced && missing()) {
      this.#rows.ask(conversation.id, missing);
    }
  }

  /** Notes marks for the row they are earlier than. */
  #keep(id, user, marks) {
    this.#early.set(id, [...(this.#early.get(id) ?? []), { user, marks }]);
    if (this.#early.size > MOST_EARLY) {
      this.#early.delete(this.#early.keys().next().value);
    }
  }

  #accept(conversation, summary) {
    const { id, timeline } = conversation;
    (this.#early.get(id) ?? []).forEach(({ user, marks }) => conversation.grow(user, marks));
    this.#early.delete(id);
    conversation.update(summary);
    this.#options.receipts.known(id, conversation.told);
    if (conversation.read > conversation.told.read || conversation.readShown > conversation.told.readShown) {
      this.#options.receipts.read(id, conversation.read, conversation.readShown);
    }
    timeline.reached(summary.head);
  }

  #forget(conversation) {
    conversation.forget();
    this.#options.receipts.forget(conversation.id);
  }

  #onSynced({ summary, page, limited }) {
    const conversation = this.#add(summary.conversation);
    const { id, timeline } = conversation;
    this.#synced?.add(id);
    if (this.#cursors[id] > summary.head) {
      // A head never moves back, so this is not the log it was: the server's data was replaced. (The cursor of now may
      // well be ahead of the summary: new entries come before it.)
      this.#forget(conversation);
      delete this.#cursors[id];
    }
    this.#accept(conversation, summary);
    // A page for a cursor that was not sent is the newest stretch, wherever the log got to in the meantime.
    const connects = !limited && this.#cursors[id] !== undefined;
    const { placed, known } = page ? timeline.take(page, connects) : { placed: [], known: 0 };
    this.entered(conversation, placed, known);
  }

  #onSyncDone(limited) {
    const named = this.#synced ?? new Set();
    this.#synced = undefined;
    this.#nextPage = limited ? '' : undefined;
    const unseen = [...this.#conversations.values()].filter(({ id, summary }) => summary && !named.has(id));
    if (limited) {
      this.#rows.catchUp(new Set(unseen.map(({ id }) => id)));
    } else {
      for (const conversation of unseen.filter(({ role }) => role !== undefined)) {
        conversation.left();
        this.changed(conversation);
      }
    }
    for (const conversation of this.#conversations.values()) {
      this.#repair(conversation);
      this.#check(conversation);
    }
    this.#syncDone();
  }

  #save() {
    this.#saveScheduled = false;
    const conversations = [...this.#unsaved].filter((conversation) => conversation.summary);
    this.#unsaved.clear();
    const batch = { conversations: [], entries: [], dropEntries: [] };
    for (const conversation of conversations) {
      const { entries, void: below } = conversation.timeline.takeUnsaved();
      batch.conversations.push(conversation.record());
      batch.entries.push(...entries);
      if (below > 0) {
        batch.dropEntries.push({ conversation: conversation.id, ...(below < Infinity && { below }) });
      }
    }
    const kept = conversations.map((conversation) => [conversation, conversation.timeline.cursor ?? 0]);
    this.#saving = this.#options.save(batch).then(() => {
      if (this.#options.confirmDelivery) {
        kept
          .filter(([{ role }]) => role !== undefined)
          .forEach(([conversation, cursor]) =>
            this.#options.receipts.delivered(conversation.id, conversation.receiptFor(cursor)),
          );
      }
    });
  }
}

function groupedByConversation(entries) {
  const groups = new Map();
  for (const entry of entries) {
    const group = groups.get(entry.conversation);
    if (group) {
      group.push(entry);
    } else {
      groups.set(entry.conversation, [entry]);
    }
  }
  return groups;
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
