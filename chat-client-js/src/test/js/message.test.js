import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyTo, merge, messageOf } from '../../main/js/message.js';
import { Timeline } from '../../main/js/timeline.js';
import { message, page, randomFrom } from './fakes.js';

const USERS = ['ada', 'bob', 'cy'];
const EMOJI = ['👍', '🎉'];

function modifications(random, count, { deletes }) {
  const pick = (from) => from[Math.floor(random() * from.length)];
  return Array.from({ length: count }, (_, index) => {
    const seq = index + 2;
    const base = { conversation: 'c', seq, id: `id-${seq}`, key: `k-${seq}`, time: seq, target: 1 };
    const kind = random();
    if (deletes && kind < 0.1) {
      return { ...base, sender: 'bob', type: 'delete' };
    }
    return kind < 0.4
      ? { ...base, sender: 'bob', type: 'edit', content: { text: `edit ${seq}` }, mentions: [pick(USERS)] }
      : { ...base, sender: pick(USERS), type: 'reaction', emoji: pick(EMOJI), present: random() < 0.6 };
  });
}

function shuffled(items, random) {
  return items
    .map((item) => [random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

test('any order of edits, deletes and reactions gives one message', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const entries = modifications(random, 12, { deletes: seed % 2 === 0 });
    const expected = entries.reduce(applyTo, messageOf(message('c', 1)));
    const twice = shuffled([...entries, ...entries], random);
    assert.deepEqual(twice.reduce(applyTo, messageOf(message('c', 1))), expected, `seed ${seed}`);
  }
});

test('two versions of a message join to what all modifications together make of it', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const entries = modifications(random, 12, { deletes: seed % 2 === 0 });
    const whole = entries.reduce(applyTo, messageOf(message('c', 1)));
    const asOf = 1 + Math.floor(random() * 13);
    const snapshot = {
      ...entries.filter(({ seq }) => seq <= asOf).reduce(applyTo, messageOf(message('c', 1))),
      asOf,
    };
    const heard = entries.filter(() => random() < 0.5);
    const live = shuffled(heard, random).reduce(applyTo, messageOf(message('c', 1)));
    const joined = entries.reduce(applyTo, random() < 0.5 ? merge(snapshot, live) : merge(live, snapshot));
    assert.deepEqual({ ...joined, asOf: 0 }, { ...whole, asOf: 0 }, `seed ${seed}`);
  }
});

test('a snapshot and the entries since equal a fresh snapshot, however the entries come', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const log = [message('c', 1), ...modifications(random, 15, { deletes: true })];
    const snapshotAt = (head) => ({
      ...page(
        log
          .slice(0, head)
          .map((entry) =>
            entry.type === 'message'
              ? { ...log.slice(1, head).reduce(applyTo, messageOf(entry)), asOf: head }
              : entry,
          ),
      ),
    });
    const fresh = new Timeline();
    fresh.restart(snapshotAt(log.length));
    const head = 1 + Math.floor(random() * log.length);
    const timeline = new Timeline();
    timeline.restart(snapshotAt(head));
    const since = log.slice(head);
    for (const entry of shuffled([...since, ...since.filter(() => random() < 0.3)], random)) {
      timeline.receive(entry);
    }
    assert.equal(timeline.cursor, fresh.cursor);
    assert.deepEqual({ ...timeline.at(1), asOf: 0 }, { ...fresh.at(1), asOf: 0 }, `seed ${seed}`);
  }
});

test('a deleted message keeps nothing of what it said', () => {
  const said = messageOf(message('c', 1, { mentions: ['ada'], replyTo: 1, custom: { a: 'b' } }));
  const gone = applyTo(said, { seq: 2, type: 'delete', target: 1 });
  const later = applyTo(gone, { seq: 3, type: 'edit', target: 1, content: { text: 'back' } });
  for (const name of ['content', 'mentions', 'replyTo', 'custom']) {
    assert.equal(name in later, false, name);
  }
  assert.equal(later.deleteSeq, 2);
});

test('a modification at or below what a message includes changes nothing', () => {
  const held = messageOf(message('c', 1, { asOf: 5, content: { text: 'new' } }));
  assert.equal(applyTo(held, { seq: 5, type: 'edit', target: 1, content: { text: 'old' } }), held);
});

test('an edit without content changes nothing', () => {
  const held = messageOf(message('c', 1));
  assert.equal(applyTo(held, { seq: 2, type: 'edit', target: 1 }), held);
});
