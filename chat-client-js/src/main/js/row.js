import { applyTo, merge, messageOf } from './message.js';

/**
 * How a row of the inbox follows from an older one and what happened since, as the server would say it. All functions
 * leave their arguments as they are.
 *
 * @typedef {import('./index.d.ts').Summary} Summary
 * @typedef {import('./index.d.ts').Entry} Entry
 */

/**
 * The server's row, but nothing in it older than what is held already.
 * @param {Summary | undefined} held
 * @param {Summary} fresh
 * @returns {Summary}
 */
export function merged(held, fresh) {
  const row = { ...fresh, last: fresh.last && messageOf(fresh.last), memberMarks: fresh.memberMarks ?? [] };
  if (!held) {
    return row;
  }
  const visibleFrom = Math.max(held.visibleFrom, fresh.visibleFrom);
  const last = newerMessage(held.last, row.last);
  return {
    ...row,
    ...(held.stateSeq > fresh.stateSeq && stateOf(held)),
    ...(outgrew(row) && { memberMarks: [] }),
    head: Math.max(held.head, fresh.head),
    visibleFrom,
    last: last && last.seq >= visibleFrom ? last : undefined,
    sortId: (held.last?.seq ?? 0) > fresh.head ? held.sortId : (fresh.sortId ?? held.sortId),
  };
}

/** A member's row without marks of members: there are too many, and what was heard before is not kept up to date. */
function outgrew({ role, memberMarks }) {
  return role !== undefined && memberMarks.length === 0;
}

/**
 * The row after an entry that took its place in the log.
 * @param {Summary} row
 * @param {Entry} entry
 * @param {string} me whose row it is
 * @returns {Summary}
 */
export function after(row, entry, me) {
  const head = Math.max(row.head, entry.seq);
  if (entry.type === 'message') {
    if (entry.seq < row.visibleFrom) {
      return { ...row, head };
    }
    const sortId = entry.seq > row.head ? entry.id : row.sortId; // what is older moved the row already
    return { ...row, head, last: newerMessage(row.last, messageOf(entry)), sortId };
  }
  // Of those who left only the server's row can tell what there is when they come back.
  const told = row.role === undefined || entry.seq <= row.stateSeq;
  return { ...row, head, last: row.last && applyTo(row.last, entry), ...(!told && changes(row, entry, me)) };
}

/**
 * The row of a user who is no longer a member.
 * @param {Summary} row
 * @returns {Summary}
 */
export function withoutMe(row) {
  return { ...row, role: undefined, memberCount: 0, memberMarks: [] };
}

function changes(row, entry, me) {
  const stateSeq = entry.seq;
  switch (entry.type) {
    case 'renamed':
      return { stateSeq, title: entry.title };
    case 'members_added':
      return {
        stateSeq,
        memberCount: row.memberCount + entry.members.length,
        memberMarks: withMembers(row.memberMarks, entry.members),
      };
    case 'member_removed':
      return entry.user === me
        ? { ...withoutMe(row), stateSeq }
        : {
            stateSeq,
            memberCount: Math.max(0, row.memberCount - 1),
            memberMarks: row.memberMarks.filter(({ user }) => user !== entry.user),
          };
    case 'role_changed':
      return { stateSeq, role: entry.user === me ? entry.role : row.role };
    default:
      return {};
  }
}

/** Further members, who are nowhere yet; unless the server does not tell members' marks here. */
function withMembers(held, added) {
  if (held.length === 0) {
    return held;
  }
  const fresh = added.filter(({ user }) => !held.some((member) => member.user === user));
  return [...held, ...fresh.map(({ user }) => ({ user, delivered: 0, read: 0 }))];
}

/** Messages do not vanish: a row without one was read before it came. */
function newerMessage(one, other) {
  if (!one || !other) {
    return one ?? other;
  }
  if (one.seq === other.seq) {
    return merge(one, other);
  }
  return one.seq > other.seq ? one : other;
}

function stateOf({ title, stateSeq, memberCount, role, memberMarks }) {
  return { title, stateSeq, memberCount, role, memberMarks };
}
