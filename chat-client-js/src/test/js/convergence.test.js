import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USERS, World } from './world.js';

/**
 * G8: what a client made of a snapshot and the events since is what a fresh client is told. `PARLEY_SEED=7` replays one
 * world, `PARLEY_SEEDS=5000` runs more.
 */
const STEPS = 60;
const ONE = process.env.PARLEY_SEED;
const SEEDS = ONE ? [Number(ONE)] : Array.from({ length: Number(process.env.PARLEY_SEEDS ?? 100) }, (_, at) => at + 1);
const GONE_SINCE = 'gone since';

test('a copy grown by events equals a fresh one', async () => {
  for (const seed of SEEDS) {
    try {
      await converges(seed);
    } catch (error) {
      throw new Error(`replay with PARLEY_SEED=${seed}: ${error.message}`, { cause: error });
    }
  }
});

async function converges(seed) {
  const world = new World(seed);
  await world.begin();
  for (let step = 0; step < STEPS; step++) {
    await world.step();
  }
  await world.becomeQuiet();
  for (const user of USERS) {
    const fresh = await world.fresh(user);
    const expected = copyOf(fresh.client);
    for (const device of world.devices.filter((one) => one.user === user)) {
      equal(copyOf(device.client), expected, device.name);
    }
    await fresh.close();
  }
  assert.deepEqual(world.errors, []);
}

/** What a client shows its user. */
function copyOf(client) {
  const conversations = client.conversations();
  return {
    order: conversations.map(({ id }) => id),
    rows: Object.fromEntries(conversations.map((conversation) => [conversation.id, rowOf(conversation)])),
    entries: Object.fromEntries(
      conversations.map(({ id, role, summary, timeline }) => [
        id,
        new Map(timeline.entries.map((entry) => [entry.seq, plain(entry, role ? Infinity : summary.head)])),
      ]),
    ),
  };
}

function rowOf(conversation) {
  const { summary, read, readShown, last, othersMarks, role } = conversation;
  const { kind, title, history, stateSeq, memberCount, head, visibleFrom, peer, marks, pinned, mutedUntil, sortId } =
    summary;
  return {
    ...{ kind, title, history, stateSeq, memberCount, head, visibleFrom, role, peer, marks, sortId, read, readShown },
    pinned: pinned === true,
    mutedUntil,
    last: last && plain(last, role ? Infinity : head),
    unread: conversation.unread(),
    marksOf: Object.fromEntries(othersMarks.map(({ user, ...of }) => [user, of]).sort()),
  };
}

/**
 * An entry without what says nothing of what it says. What was deleted after the user left is gone for a fresh client,
 * but nobody may tell those who hold it already.
 */
function plain({ asOf, ...entry }, end) {
  const gone = entry.deleteSeq > end || (entry.type === 'edit' && !entry.content && end < Infinity);
  return gone ? GONE_SINCE : entry;
}

function equal(grown, fresh, name) {
  const known = fresh.order.filter((id) => grown.order.includes(id));
  same(grown.order, known, `${name} order`);
  for (const id of grown.order) {
    const { last, ...row } = grown.rows[id];
    const { last: freshLast, ...freshRow } = fresh.rows[id];
    same(row, freshRow, `${name} ${id} row`);
    same(last, freshLast, `${name} ${id} last`);
    const held = grown.entries[id];
    const truth = fresh.entries[id];
    assert.ok(held.size > 0 || truth.size === 0, `${name} ${id}: nothing held`);
    const first = Math.min(...held.keys());
    for (const seq of new Set([...held.keys(), ...[...truth.keys()].filter((one) => one >= first)])) {
      same(held.get(seq), truth.get(seq), `${name} ${id}#${seq}`);
    }
  }
}

function same(grown, fresh, what) {
  if (fresh !== GONE_SINCE) {
    const [one, other] = [grown, fresh].map((value) => (value === undefined ? value : JSON.parse(JSON.stringify(value))));
    assert.deepEqual(one, other, `${what}\n grown ${JSON.stringify(one)}\n fresh ${JSON.stringify(other)}`);
  }
}
