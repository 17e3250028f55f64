import { Conversation } from './conversation.js';

const SYNC_CONVERSATIONS = 50;
const SYNC_ENTRIES = 50;
/** Entries per conversation that are taken over from the store at start; older ones are read again when wanted. */
const KEPT_ENTRIES = 100;

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
  /** Conversations whose row is being asked for. */
  #shown = new Set();
  /** The opaque cursor of the inbox's next page, or undefined when all conversations are known. */
  #nextPage;

  /**
   * @param {object} options
   * @param {string} options.me
   * @param {(command: string, members?: object) => Promise<any>} options.request
   * @param {(batch: object) => Promise<void>} options.save writes to the store; never fails
   * @param {import('./outbox.js').Outbox} options.outbox
   * @param {import('./receipts.js').Receipts} options.receipts
   * @param {import('./typing.js').Typing} options.typing
   * @param {import('./history.js').History} options.history
   * @param {(type: string, event?: any) => void} options.emit
   * @param {(error: unknown) => void} options.onError
   * @param {boolean} options.confirmDelivery whether `delivered` is told without being asked
   */
  constructor(options) {
    this.#options = options;
  }

  /** Takes over what the store kept. */
  restore({ conversations, entries }) {
    const byConversation = groupedByConversation(entries);
    const dropEntries = [];
    for (const record of conversations) {
      const held = byConversation.get(record.id) ?? [];
      const kept = held.slice(-KEPT_ENTRIES);
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

  /** Conversations as an inbox shows them: pinned first, then by what happened last. */
  list() {
    return [...this.#conversations.values()]
      .filter((conversation) => conversation.summary)
      .map((conversation) => ({ conversation, at: conversation.activeAt }))
      .sort((one, other) => Number(other.conversation.pinned) - Number(one.conversation.pinned) || other.at - one.at)
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
    const cursors = {};
    for (const [id, { timeline }] of this.#conversations) {
      if (timeline.cursor !== undefined) {
        cursors[id] = timeline.cursor;
      }
    }
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
      this.#conversations.forEach(({ timeline }) => timeline.forget());
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
    const page = await this.#options.request('inbox', { ...cursor, limit: 100 });
    this.#nextPage = page.next ?? undefined;
    (page.conversations ?? []).forEach((summary) => this.summary(summary));
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
      marks: () => this.#marks(body),
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
    conversation.update(summary);
    this.#options.receipts.known(conversation.id, summary.marks);
    conversation.timeline.reached(summary.head);
    if (conversation.timeline.cursor === undefined) {
      this.#options.history.repair(conversation);
    } else {
      this.#options.history.repairSoon(conversation);
    }
    this.changed(conversation);
    return conversation;
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
   * New entries of a conversation became visible, or older ones were read.
   * @param {Conversation} conversation
   * @param {object[]} fresh
   */
  entered(conversation, fresh) {
    const { me, outbox, typing, emit } = this.#options;
    for (const entry of fresh) {
      conversation.applyState(entry);
      if (entry.sender === me) {
        outbox.seen(entry);
      } else if (entry.type === 'message') {
        typing.stopped(conversation.id, entry.sender);
      }
    }
    outbox.prune(conversation.id, conversation.timeline.cursor ?? 0);
    this.changed(conversation);
    for (const entry of fresh) {
      if (entry.type === 'message' && entry.sender !== me) {
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
    const fresh = conversation.timeline.receive(entry);
    if (fresh.length > 0) {
      this.entered(conversation, fresh);
    }
    this.#options.history.repair(conversation);
    if (!conversation.summary && !this.#synced) {
      this.#show(conversation);
    }
  }

  #hint({ conversation: id, head }) {
    const conversation = this.#add(id);
    conversation.timeline.reached(head);
    this.#options.history.repair(conversation);
    if (!conversation.summary && !this.#synced) {
      this.#show(conversation);
    }
  }

  /** Entries came of a conversation whose row did not: asks for it. */
  #show(conversation) {
    const { id } = conversation;
    if (!this.#shown.has(id)) {
      this.#shown.add(id);
      this.#options
        .request('show', { conversation: id })
        .then(
          (summary) => this.summary(summary),
          (error) => this.#options.onError(error),
        )
        .finally(() => this.#shown.delete(id));
    }
  }

  #marks({ conversation: id, user, ...marks }) {
    const conversation = this.#conversations.get(id);
    if (conversation) {
      conversation.grow(user, marks);
      if (user === this.#options.me) {
        this.#options.receipts.known(id, marks);
      }
      this.changed(conversation);
    }
  }

  #onSynced({ summary, page, limited }) {
    const conversation = this.#add(summary.conversation);
    const { timeline } = conversation;
    this.#synced?.add(conversation.id);
    conversation.update(summary);
    this.#options.receipts.known(conversation.id, summary.marks);
    if (this.#cursors[conversation.id] > summary.head) {
      // A head never moves back, so this is not the log it was: the server's data was replaced. (The cursor of now may
      // well be ahead of the summary: new entries come before it.)
      timeline.forget();
    }
    let fresh = [];
    if (timeline.cursor === undefined || limited) {
      if (page) {
        timeline.restart(page);
      }
      timeline.entries.forEach((entry) => entry.sender === this.#options.me && this.#options.outbox.seen(entry));
    } else if (page) {
      fresh = timeline.extend(page);
    }
    timeline.reached(summary.head);
    this.entered(conversation, fresh);
    this.#options.history.repair(conversation);
    if (conversation.read > summary.marks.read && summary.role !== undefined) {
      this.#options.receipts.read(conversation.id, conversation.receiptFor(conversation.read));
    }
  }

  #onSyncDone(limited) {
    const named = this.#synced ?? new Set();
    this.#synced = undefined;
    this.#nextPage = limited ? '' : undefined;
    for (const conversation of this.#conversations.values()) {
      if (!named.has(conversation.id) && !limited && conversation.role !== undefined) {
        conversation.left();
        this.changed(conversation);
      } else if (!conversation.summary) {
        this.#show(conversation);
      }
      this.#options.history.repair(conversation);
    }
    this.#syncDone();
  }

  #save() {
    this.#saveScheduled = false;
    const conversations = [...this.#unsaved].filter((conversation) => conversation.summary);
    this.#unsaved.clear();
    const batch = { conversations: [], entries: [], dropEntries: [] };
    for (const conversation of conversations) {
      const { entries, reset } = conversation.timeline.takeUnsaved();
      batch.conversations.push(conversation.record());
      batch.entries.push(...entries);
      if (reset) {
        batch.dropEntries.push({ conversation: conversation.id });
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
