import { dayLabel, dayOf } from './format.js';

/** Messages of one sender closer together than this stand together. */
const TOGETHER_MS = 5 * 60_000;

/**
 * What the list of messages shows, from what a conversation holds: day separators, the line above what is new, changes
 * of the conversation, and messages with what they need to be drawn.
 * @param {object} options
 * @param {object} options.conversation
 * @param {number | undefined} options.unreadFrom the seq of the first message above which the "new" line stands
 * @param {string} options.me
 * @param {number} options.version changes when names do
 * @returns {{key: string, kind: string, same: any[]}[]}
 */
export function buildRows({ conversation, unreadFrom, me, version }) {
  const entries = conversation.rows();
  const bySeq = new Map(entries.filter(({ seq }) => seq !== undefined).map((entry) => [entry.seq, entry]));
  const group = conversation.kind !== 'direct';
  const rows = [];
  if (conversation.hasOlder) {
    rows.push({ key: 'older', kind: 'older', same: [] });
  }
  let previous;
  entries.forEach((entry, index) => {
    const newDay = !previous || dayOf(entry.time) !== dayOf(previous.time);
    if (newDay) {
      const label = dayLabel(entry.time);
      rows.push({ key: `day:${dayOf(entry.time)}:${entry.seq ?? entry.key}`, kind: 'day', label, same: [label] });
    }
    const line = unreadFrom !== undefined && entry.seq === unreadFrom;
    if (line) {
      rows.push({ key: 'unread', kind: 'unread', same: [] });
    }
    if (entry.type === 'message') {
      const first = newDay || line || !together(previous, entry);
      const last = !together(entry, entries[index + 1]);
      rows.push(messageRow(entry, { conversation, bySeq, group, first, last, me, version }));
    } else {
      rows.push({ key: `entry:${entry.seq}`, kind: 'event', entry, same: [entry, version] });
    }
    previous = entry;
  });
  return rows;
}

/** The key of the row that shows an entry: it stays while a message goes from the outbox to the log. */
export function rowKey(entry) {
  return entry.type === 'message' ? `message:${entry.sender}:${entry.key}` : `entry:${entry.seq}`;
}

function messageRow(message, { conversation, bySeq, group, first, last, me, version }) {
  const own = message.sender === me;
  const status = own ? conversation.status(message) : undefined;
  const quoted = message.replyTo === undefined ? undefined : bySeq.get(message.replyTo);
  return {
    key: rowKey(message),
    kind: 'message',
    message,
    own,
    status,
    quoted,
    first,
    last,
    group,
    conversation,
    same: [message, status, quoted, first, last, group, version, conversation.role],
  };
}

function together(one, other) {
  return (
    one?.type === 'message' &&
    other?.type === 'message' &&
    one.sender === other.sender &&
    other.time - one.time < TOGETHER_MS &&
    dayOf(one.time) === dayOf(other.time)
  );
}
