import { applyTo, messageOf } from './message.js';
import { Timeline } from './timeline.js';

const SHOWN = new Set(['message', 'created', 'renamed', 'members_added', 'member_removed', 'role_changed']);

/** Own modifications on their way rank above everything in the log until the log has them. */
const PENDING_SEQ = Number.MAX_SAFE_INTEGER - 2 ** 32;

/**
 * One conversation as this user sees it: the row of the inbox, the stretch of the log that is held, and what is on its
 * way. Everything shown is computed from these when asked; nothing is counted along the way.
 *
 * @typedef {import('./index.d.ts').Row} Row
 * @typedef {import('./index.d.ts').Summary} Summary
 */
export class Conversation {
  #me;
  #outboxItems;
  #memberMarks = new Map();
  #base;
  #rows;
  #rowsOf = [];

  /**
   * @param {string} id
   * @param {string} me the user whose view this is
   * @param {() => import('./index.d.ts').OutboxItem[]} outboxItems
   */
  constructor(id, me, outboxItems) {
    this.id = id;
    this.#me = me;
    this.#outboxItems = outboxItems;
    this.timeline = new Timeline();
    /** @type {Summary | undefined} */
    this.summary = undefined;
    /** How far the user has read, as far as this client knows; the server may hear of it later. */
    this.read = 0;
  }

  get kind() {
    return this.summary?.kind ?? 'group';
  }

  get title() {
    return this.summary?.title;
  }

  get peer() {
    return this.summary?.peer;
  }

  get role() {
    return this.summary?.role;
  }

  get memberCount() {
    return this.summary?.memberCount ?? 0;
  }

  get pinned() {
    return this.summary?.pinned === true;
  }

  get mutedUntil() {
    return this.summary?.mutedUntil ?? 0;
  }

  /** Whether there is older history than what is held. */
  get hasOlder() {
    return this.timeline.before;
  }

  /** Takes a row of the inbox from the server; marks never go back by it. */
  update(summary) {
    const held = this.summary?.marks ?? {};
    const marks = grown(held, summary.marks);
    this.summary = { ...summary, marks };
    this.read = Math.max(this.read, marks.read);
    this.#base = { ...summary.unread, head: summary.head, read: summary.marks.read };
    const before = this.#memberMarks;
    this.#memberMarks = new Map(
      (summary.memberMarks ?? []).map((of) => [of.user, grown(before.get(of.user) ?? {}, of)]),
    );
  }

  /** Takes what a store kept. */
  restore(record, entries) {
    this.timeline = Timeline.restored(record, entries);
    this.update({ ...record.summary, unread: record.base ?? record.summary.unread });
    this.#base = record.base ?? this.#base;
    this.read = Math.max(this.read, record.read ?? 0);
  }

  /** What a store keeps, besides the entries. */
  record() {
    const memberMarks = [...this.#memberMarks].map(([user, marks]) => ({ user, ...marks }));
    return {
      id: this.id,
      summary: { ...this.summary, memberMarks },
      base: this.#base,
      read: this.read,
      cursor: this.timeline.cursor,
      before: this.timeline.before,
    };
  }

  /** Applies an entry that changes the conversation itself, unless the summary was younger already. */
  applyState(entry) {
    const summary = this.summary;
    if (!summary || entry.seq <= summary.stateSeq) {
      return;
    }
    const changes = {
      renamed: () => ({ title: entry.title }),
      members_added: () => ({ memberCount: summary.memberCount + entry.members.length }),
      member_removed: () => ({
        memberCount: summary.memberCount - 1,
        role: entry.user === this.#me ? undefined : summary.role,
      }),
      role_changed: () => (entry.user === this.#me ? { role: entry.role } : {}),
    }[entry.type];
    if (changes) {
      this.summary = { ...summary, ...changes(), stateSeq: entry.seq };
    }
    if (entry.type === 'members_added') {
      // What was said before them is nothing they could still be waiting to read.
      entry.members.forEach(({ user }) => this.grow(user, { delivered: entry.seq - 1, read: entry.seq - 1 }));
    } else if (entry.type === 'member_removed') {
      this.#memberMarks.delete(entry.user);
    }
  }

  /** The user is no longer a member, as a sync has shown. */
  left() {
    this.summary = { ...this.summary, role: undefined };
  }

  /** A member's marks grew. */
  grow(user, marks) {
    if (user === this.#me && this.summary) {
      this.summary = { ...this.summary, marks: grown(this.summary.marks, marks) };
      this.read = Math.max(this.read, this.summary.marks.read);
    }
    this.#memberMarks.set(user, grown(this.#memberMarks.get(user) ?? {}, marks));
  }

  /** How far the other members are, by user; empty where the conversation is too large for it. */
  get othersMarks() {
    return [...this.#memberMarks].filter(([user]) => user !== this.#me).map(([user, marks]) => ({ user, ...marks }));
  }

  /**
   * What there is to show, oldest first: messages with their modifications, changes of the conversation, and at the end
   * the messages on their way. The same array as long as nothing changed.
   * @returns {Row[]}
   */
  rows() {
    const of = [this.timeline.entries, ...this.#pending()];
    if (!this.#rows || of.length !== this.#rowsOf.length || of.some((part, index) => part !== this.#rowsOf[index])) {
      this.#rowsOf = of;
      this.#rows = this.#build(of.slice(1));
    }
    return this.#rows;
  }

  /** The newest message, or undefined. */
  get last() {
    const held = this.rows().findLast((row) => row.type === 'message');
    const last = this.summary?.last;
    return last && (!held || (held.seq !== undefined && last.seq > held.seq)) ? messageOf(last) : held;
  }

  /** When something last happened, for sorting. */
  get activeAt() {
    return Math.max(this.last?.time ?? 0, this.rows().at(-1)?.time ?? 0);
  }

  /**
   * What the user has not read, as a function of the log and the mark.
   * @returns {{messages: number, mentions: number, capped?: boolean}}
   */
  unread() {
    const { entries, before, first } = this.timeline;
    const covered = !before || (first !== undefined && first <= this.read + 1);
    const base = this.#base;
    if (covered || !base) {
      return this.#count(entries, this.read);
    }
    if (this.read <= base.read) {
      const since = this.#count(entries, base.head);
      return {
        messages: base.messages + since.messages,
        mentions: base.mentions + since.mentions,
        capped: base.capped === true,
      };
    }
    return { ...this.#count(entries, this.read), capped: true };
  }

  /** Whether only the server can say what is unread: the mark lies before what is held, and has moved. */
  get unreadIsGuess() {
    const { before, first } = this.timeline;
    return before && first !== undefined && first > this.read + 1 && this.read > (this.#base?.read ?? 0);
  }

  /** The highest message of somebody else at or below a seq: the only ones a receipt is worth sending for. */
  receiptFor(seq) {
    const found = this.timeline.entries.findLast(
      (entry) => entry.seq <= seq && entry.type === 'message' && entry.sender !== this.#me,
    );
    return found?.seq ?? 0;
  }

  /**
   * How far an own message has come.
   * @param {Row} row
   * @returns {'sending' | 'failed' | 'sent' | 'delivered' | 'read'}
   */
  status(row) {
    if (row.state !== undefined) {
      return row.state;
    }
    const others = this.othersMarks;
    if (others.length > 0 && others.every((marks) => marks.read >= row.seq)) {
      return 'read';
    }
    return others.length > 0 && others.every((marks) => marks.delivered >= row.seq) ? 'delivered' : 'sent';
  }

  #pending() {
    return this.#outboxItems().filter(
      (item) => item.members.conversation === this.id || item.ack?.conversation === this.id,
    );
  }

  #build(pending) {
    const modifications = new Map();
    for (const item of pending) {
      const entry = item.state === 'failed' ? undefined : this.#asModification(item);
      if (entry) {
        modifications.set(entry.target, [...(modifications.get(entry.target) ?? []), entry]);
      }
    }
    const rows = this.timeline.entries
      .filter((entry) => SHOWN.has(entry.type))
      .map((entry) => (modifications.get(entry.seq) ?? []).reduce(applyTo, entry));
    const sends = pending.filter((item) => item.command === 'send' || item.command === 'send_to');
    return [...rows, ...sends.map((item) => this.#asRow(item))];
  }

  #asModification({ command, members, n }) {
    const type = { edit: 'edit', delete: 'delete', react: 'reaction' }[command];
    return type && { present: true, ...members, type, sender: this.#me, seq: PENDING_SEQ + n };
  }

  #asRow({ key, members, createdAt, state, ack, failure }) {
    return {
      ...messageOf({ ...members, type: 'message', conversation: this.id, sender: this.#me, time: createdAt, seq: 0 }),
      ...ack,
      seq: ack?.seq,
      key,
      state: { waiting: 'sending', acked: 'sent', failed: 'failed' }[state],
      failure,
    };
  }

  #count(entries, after) {
    const unread = { messages: 0, mentions: 0 };
    for (let index = entries.length - 1; index >= 0 && entries[index].seq > after; index--) {
      const entry = entries[index];
      if (entry.type === 'message' && entry.sender !== this.#me && entry.deleteSeq === 0) {
        unread.messages++;
        unread.mentions += entry.mentions?.includes(this.#me) ? 1 : 0;
      }
    }
    return unread;
  }
}

function grown(one, other) {
  const read = Math.max(one.read ?? 0, other.read ?? 0);
  return { delivered: Math.max(one.delivered ?? 0, other.delivered ?? 0, read), read };
}
