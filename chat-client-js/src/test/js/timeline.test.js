import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timeline } from '../../main/js/timeline.js';
import { message, page } from './fakes.js';

function started(upTo, members = {}) {
  const timeline = new Timeline();
  timeline.restart(page(Array.from({ length: upTo }, (_, index) => message('c', index + 1)), members));
  return timeline;
}

const seqs = (timeline) => timeline.entries.map(({ seq }) => seq);

test('the next entry shows and moves the cursor', () => {
  const timeline = started(2);
  assert.equal(timeline.receive(message('c', 3)).length, 1);
  assert.equal(timeline.cursor, 3);
});

test('an entry held already is skipped', () => {
  const timeline = started(3);
  assert.deepEqual(timeline.receive(message('c', 2, { content: { text: 'other' } })), []);
  assert.equal(timeline.at(2).content.text, 'text 2');
});

test('nothing after a hole shows before the hole is closed', () => {
  const timeline = started(2);
  assert.deepEqual(timeline.receive(message('c', 5)), []);
  assert.deepEqual(timeline.receive(message('c', 4)), []);
  assert.equal(timeline.hasGap, true);
  assert.deepEqual(
    timeline.receive(message('c', 3)).map(({ seq }) => seq),
    [3, 4, 5],
  );
  assert.equal(timeline.hasGap, false);
});

test('a page closes the hole, and what waited follows', () => {
  const timeline = started(2);
  timeline.receive(message('c', 6));
  const fresh = timeline.extend(page([message('c', 3), message('c', 4), message('c', 5)], { head: 6, after: true }));
  assert.deepEqual(
    fresh.map(({ seq }) => seq),
    [3, 4, 5, 6],
  );
});

test('an entry of unknown type moves the cursor', () => {
  const timeline = started(1);
  timeline.receive({ conversation: 'c', seq: 2, type: 'sticker' });
  assert.equal(timeline.cursor, 2);
});

test('what was held before a page that does not connect is dropped', () => {
  const timeline = started(5);
  timeline.restart(page([message('c', 101), message('c', 102)], { before: true }));
  assert.deepEqual(seqs(timeline), [101, 102]);
  assert.equal(timeline.before, true);
  assert.equal(timeline.takeUnsaved().void, Infinity);
});

test('older history gets the modifications that are held', () => {
  const timeline = new Timeline();
  timeline.restart(page([message('c', 4)], { before: true }));
  timeline.receive({ conversation: 'c', seq: 5, sender: 'bob', type: 'edit', target: 2, content: { text: 'new' } });
  // The page was made before the edit, but arrives after it.
  timeline.prepend(page([message('c', 2, { asOf: 4 }), message('c', 3, { asOf: 4 })], { head: 4, asOf: 4, before: true }));
  assert.equal(timeline.at(2).content.text, 'new');
  assert.deepEqual(seqs(timeline), [2, 3, 4, 5]);
});

test('the store gets what is new, and not the older history that was paged in', () => {
  const timeline = started(3, { before: true });
  timeline.takeUnsaved();
  timeline.receive(message('c', 4));
  assert.deepEqual(
    timeline.takeUnsaved().entries.map(({ seq }) => seq),
    [4],
  );
  assert.deepEqual(timeline.takeUnsaved(), { entries: [], void: 0 });
});

test('what is seen may skip what the user may not see', () => {
  const timeline = started(3);
  timeline.reached(12);
  timeline.extend(page([message('c', 10), message('c', 12)], { head: 12 }));
  assert.equal(timeline.cursor, 12);
  assert.equal(timeline.hasGap, false);
});
