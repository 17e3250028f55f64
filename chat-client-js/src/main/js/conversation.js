import { NO_MARKS, higher, marksOf } from './marks.js';
import { applyTo, messageOf } from './message.js';
import { after, merged, withoutMe } from './row.js';
import { Timeline } from './timeline.js';
import { UnreadCount } from './unread.js';

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
  /** The marks of everybody of whom any were heard: of members, of some who left, of some who are yet to be added. */
  #heard = new Map();
  #unread;
  #ofAnotherLog = false;
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
    /** How far others may know that the user has read. */
    this.readShown = 0;
    /** The user's marks as the server last told them. */
    this.told = NO_MARKS;
    /** Settings that were asked for and that no row shows yet: what is set next builds on them. */
    this.wanted = undefined;
    this.#unread = new UnreadCount(me);
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

  /**
   * Takes a row of the inbox from the server, which may be older than what is known.
   * @param {Summary} fresh
   */
  update(fresh) {
    const held = this.#ofAnotherLog ? undefined : this.summary;
    this.#ofAnotherLog = false;
    this.wanted = undefined;
    this.#unread.counted(fresh);
    (fresh.memberMarks ?? []).forEach(({ user, ...marks }) => this.#hear(user, marks));
    this.summary = merged(held, fresh);
    this.#grown(marksOf(fresh.marks));
    if (held && fresh.visibleFrom > held.visibleFrom) {
      this.timeline.dropBelow(fresh.visibleFrom);
    }
    if (held?.role === undefined) {
      // Entries may have taken their place before there was a row for them to change.
      this.#follow(this.timeline.entries.filter(({ seq }) => seq > fresh.head));
    }
  }

  /** Takes what a store kept. */
  restore(record, entries) {
    this.timeline = Timeline.restored(record, entries);
    this.update(record.summary);
    this.#unread.restore(record);
    this.read = Math.max(this.read, record.read ?? 0);
    this.readShown = Math.max(this.readShown, record.readShown ?? 0);
  }

  /** What a store keeps, besides the entries. */
  record() {
    const memberMarks = this.summary.memberMarks.map(({ user }) => ({ user, ...this.#heard.get(user) }));
    return {
      id: this.id,
      summary: { ...this.summary, memberMarks },
      ...this.#unread.record(),
      read: this.read,
      readShown: this.readShown,
      cursor: this.timeline.cursor,
      before: this.timeline.before,
    };
  }

  /**
   * Entries took their place in the log: the row follows them.
   * @param {import('./index.d.ts').Entry[]} entries
   */
  place(entries) {
    this.timeline.takeDeleted().forEach(({ entry, was }) => this.#unread.deleted(entry, was));
    this.#follow(entries);
  }

  /** The user is no longer a member, as a sync has shown. */
  left() {
    this.summary = withoutMe(this.summary);
  }

  /** The server has another log than the one held: everything is of the past. */
  forget() {
    this.timeline.forget();
    this.#ofAnotherLog = true;
    this.#heard.clear();
    this.#unread.forget();
    this.told = NO_MARKS;
    this.read = 0;
    this.readShown = 0;
  }

  /** Settings were asked for, or could not be had. */
  want(settings) {
    this.wanted = settings;
  }

  /** The server told how far somebody is. */
  grow(user, marks) {
    this.#hear(user, marks);
    if (user === this.#me) {
      this.#grown(marksOf(marks));
    }
  }

  /**
   * The user has read up to a seq.
   * @param {number} seq
   * @param {boolean} hidden whether others shall not know
   * @returns {boolean} whether that is new
   */
  readUpTo(seq, hidden) {
    const { read, readShown } = this;
    this.read = Math.max(read, seq);
    this.readShown = hidden ? readShown : Math.max(readShown, seq);
    return this.read > read || this.readShown > readShown;
  }

  /** How far the other members are, by user; empty where the conversation is too large for it. */
  get othersMarks() {
    return (this.summary?.memberMarks ?? [])
      .filter(({ user }) => user !== this.#me)
      .map(({ user }) => {
        const { delivered, read } = this.#heard.get(user) ?? NO_MARKS;
        return { user, delivered, read };
      });
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

  /** The newest message of the current stay, or undefined. */
  get last() {
    const { last, visibleFrom = 0 } = this.summary ?? {};
    const held = this.rows().findLast((row) => row.type === 'message' && (row.seq ?? Infinity) >= visibleFrom);
    return last && (!held || last.seq > (held.seq ?? Infinity)) ? last : held;
  }

  /** When something last happened, to be shown; the order of the inbox is not by it. */
  get activeAt() {
    return Math.max(this.last?.time ?? 0, this.rows().at(-1)?.time ?? 0) || timeOf(this.sortId);
  }

  /** Where the conversation is in the inbox: higher is further up. */
  get sortId() {
    const acked = this.#pending().findLast((item) => isSend(item) && item.ack);
    return acked && acked.ack.seq > (this.summary?.head ?? 0) ? acked.ack.id : this.summary?.sortId;
  }

  /** The number of the newest message on its way, or 0: what one just wrote is on top before the server has it. */
  get onItsWay() {
    return this.#pending().findLast((item) => isSend(item) && item.state === 'waiting')?.n ?? 0;
  }

  /** The first seq that may be unread: after what was read, in the current stay. */
  get unreadFrom() {
    return Math.max(this.read + 1, this.summary?.visibleFrom ?? 1);
  }

  /**
   * What the user has not read, as a function of the log and the mark.
   * @returns {{messages: number, mentions: number, capped?: boolean}}
   */
  unread() {
    return this.role === undefined ? { messages: 0, mentions: 0 } : this.#unread.of(this.#held());
  }

  /** Whether only the server can say what is unread, and everything else is there. */
  get unreadIsGuess() {
    return this.role !== undefined && !this.timeline.hasGap && this.#unread.isGuess(this.#held());
  }

  /**
   * The highest message of somebody else at or below a seq: the only ones a receipt is worth sending for. Where such a
   * message may lie before what is held, the seq itself.
   */
  receiptFor(seq) {
    const { entries, before } = this.timeline;
    const found = entries.findLast(
      (entry) => entry.seq <= seq && entry.type === 'message' && entry.sender !== this.#me,
    );
    return found?.seq ?? (before && this.unread().messages > 0 ? seq : 0);
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
    const sends = pending.filter(isSend);
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

  #follow(entries) {
    if (this.summary) {
      this.summary = entries.reduce((row, entry) => after(row, entry, this.#me), this.summary);
    }
  }

  #hear(user, marks) {
    this.#heard.set(user, higher(this.#heard.get(user) ?? NO_MARKS, marksOf(marks)));
  }

  /** The server told the user's own marks. */
  #grown(marks) {
    this.told = higher(this.told, marks);
    this.read = Math.max(this.read, this.told.read);
    this.readShown = Math.max(this.readShown, this.told.readShown);
    if (this.summary) {
      this.summary = { ...this.summary, marks: this.told };
    }
  }

  #held() {
    const { entries, before, cursor } = this.timeline;
    const { read, told, summary } = this;
    return { entries, before, cursor, read, told: told.read, visibleFrom: summary?.visibleFrom ?? 1 };
  }
}

function isSend({ command }) {
  return command === 'send' || command === 'send_to';
}

/** When an id was made: the first 48 bits of a UUID of version 7 are milliseconds since 1970. */
function timeOf(id) {
  return id === undefined ? 0 : parseInt(id.replace('-', '').slice(0, 12), 16) || 0;
}
