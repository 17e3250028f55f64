import { applyTo, isModification, messageOf } from '../../main/js/message.js';
import { NO_MARKS, higher } from '../../main/js/marks.js';

/** One conversation of the {@link FakeChat}: its log, who was in it when, and how far everybody is. */
export class FakeConversation {
  log = [];
  marks = new Map();
  stateSeq = 0;
  /** By user, every stay `{from, to, role}`: the seqs they see, `to` not included. */
  #stays = new Map();

  constructor({ id, kind, title, history = 'full' }) {
    Object.assign(this, { id, kind, title, history });
  }

  get head() {
    return this.log.length;
  }

  /** Those who are in now, by user their role. */
  get members() {
    const open = [...this.#stays].filter(([, stays]) => stays.at(-1).to === Infinity);
    return new Map(open.map(([user, stays]) => [user, stays.at(-1).role]));
  }

  /** Whether a user is or was a member. */
  knows(user) {
    return this.#stays.has(user);
  }

  add(entry) {
    this.log.push(entry);
    const { type, seq } = entry;
    if (type === 'created' || type === 'members_added') {
      const from = this.history === 'full' ? 1 : seq;
      entry.members.forEach(({ user, role }) =>
        this.#stays.set(user, [...(this.#stays.get(user) ?? []), { from, to: Infinity, role }]),
      );
    } else if (type === 'member_removed') {
      this.#stays.get(entry.user).at(-1).to = seq + 1;
    } else if (type === 'role_changed') {
      this.#stays.get(entry.user).at(-1).role = entry.role;
    } else if (type === 'renamed') {
      this.title = entry.title;
    } else {
      return;
    }
    this.stateSeq = seq;
  }

  /** Moves marks up; returns them as they were and as they are. */
  advance(user, { delivered = 0, read = 0, hidden = false }) {
    const before = this.marks.get(user) ?? NO_MARKS;
    const after = higher(before, { delivered: Math.max(delivered, read), read, readShown: hidden ? 0 : read });
    this.marks.set(user, after);
    return { before, after };
  }

  /** The row of a user's inbox, which has the seq that moved it last, `sortId`, `pinned` and `mutedUntil` of its own. */
  summary(user, { seq = 0, ...row } = {}) {
    const { from, role } = this.#stay(user);
    const head = this.#visibleHead(user);
    const marks = this.marks.get(user) ?? NO_MARKS;
    const messages = this.#visible(user).filter(({ type, seq }) => type === 'message' && seq >= from);
    const last = messages.at(-1);
    const unread = messages
      .map((entry) => this.#asOf(user, entry))
      .filter(({ seq, sender, deleteSeq }) => role && seq > marks.read && sender !== user && deleteSeq === 0);
    return {
      conversation: this.id,
      kind: this.kind,
      title: role ? this.title : this.#titleAt(head),
      history: this.history,
      stateSeq: role ? this.stateSeq : head,
      memberCount: role ? this.members.size : 0,
      head,
      visibleFrom: from,
      role,
      peer: this.kind === 'direct' ? [...this.#stays.keys()].find((member) => member !== user) : undefined,
      last: last && this.#asOf(user, last),
      marks: onWire(marks),
      unread: { messages: unread.length, mentions: unread.filter(({ mentions }) => mentions?.includes(user)).length },
      ...row,
      sortId: last?.seq > seq ? last.id : row.sortId,
      memberMarks: role && this.#memberMarks(user),
    };
  }

  /** A page of the log as a user sees it. */
  page(user, { before = Infinity, after = 0, from = 1, limit }) {
    const visible = this.#visible(user);
    const head = this.#visibleHead(user);
    const found = visible.filter(({ seq }) => seq > after && seq < before && seq >= from);
    const entries = after > 0 ? found.slice(0, limit) : found.slice(-limit);
    return {
      entries: entries.map((entry) => (entry.type === 'message' ? this.#asOf(user, entry) : this.#blank(entry))),
      head,
      asOf: head,
      before: entries.length > 0 && visible[0].seq < entries[0].seq,
      after: entries.length > 0 && entries.at(-1).seq < head,
    };
  }

  /** What follows a cursor, as a sync tells it. */
  synced(user, row, cursor, limit) {
    const summary = this.summary(user, row);
    const { head, visibleFrom } = summary;
    if (cursor === head) {
      return { summary };
    }
    const connects = cursor !== undefined && cursor < head && cursor >= visibleFrom - 1 && head - cursor <= limit;
    const page = this.page(user, { from: connects ? cursor + 1 : visibleFrom, limit });
    return { summary, page, limited: cursor !== undefined && !connects };
  }

  #stay(user) {
    return { ...this.#stays.get(user).at(-1), ...(this.members.has(user) ? {} : { role: undefined }) };
  }

  #visibleHead(user) {
    return Math.min(this.head, this.#stays.get(user).at(-1).to - 1);
  }

  #sees(user, seq) {
    return this.#stays.get(user).some(({ from, to }) => from <= seq && seq < to);
  }

  #visible(user) {
    return this.log.filter(({ seq }) => this.#sees(user, seq));
  }

  /** The message as it is now; what is deleted is gone for those who left, too. */
  #asOf(user, entry) {
    const modifications = this.log.filter(
      (other) =>
        isModification(other) && other.target === entry.seq && (other.type === 'delete' || this.#sees(user, other.seq)),
    );
    return { ...modifications.reduce(applyTo, messageOf(entry)), asOf: this.#visibleHead(user) };
  }

  #blank(entry) {
    const gone = this.log.some((other) => other.type === 'delete' && other.target === entry.target);
    return entry.type === 'edit' && gone ? { ...entry, content: undefined, custom: undefined } : entry;
  }

  #titleAt(seq) {
    return this.log.findLast((entry) => entry.seq <= seq && entry.title !== undefined)?.title;
  }

  #memberMarks(user) {
    return [...this.members.keys()].sort().map((of) => {
      const marks = this.marks.get(of) ?? NO_MARKS;
      return { user: of, ...(of === user ? onWire(marks) : shown(marks)) };
    });
  }
}

/** Marks as their own user gets them. */
export function onWire({ delivered, read, readShown }) {
  return { delivered, read, ...(readShown !== read && { readShown }) };
}

/** Marks as others may see them. */
export function shown({ delivered, readShown }) {
  return { delivered, read: readShown };
}
