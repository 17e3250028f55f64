import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, page, scripted, settle, summary } from './fakes.js';

const id = (number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const log = (from, to, members) =>
  Array.from({ length: to - from + 1 }, (_, at) => message('c', from + at, { id: id(from + at), ...members }));
const change = (seq, type, members) => ({ conversation: 'c', seq, id: id(seq), sender: 'bob', key: `k${seq}`, type, ...members });
const marks = (user, delivered, read) => ({ user, delivered, read });

async function online(synced) {
  const it = scripted();
  await it.client.start();
  await it.online(synced);
  return { ...it, socket: it.socket, order: () => it.client.conversations().map(({ id: of }) => of), c: it.client.conversation('c') };
}

/** As {@link online}, up to where the sync runs. */
async function syncing(store) {
  const it = scripted({ store });
  await it.client.start();
  await settle();
  it.socket.open();
  it.socket.answer('hello', { welcome: { user: 'ada', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  it.socket.answer('sync', { done: {} });
  return it;
}

test('rows are in the server’s order, and a later message moves its row up', async () => {
  const it = await online([
    { summary: summary('b', { sortId: id(5), head: 0 }) },
    { summary: summary('c', { sortId: id(2), head: 1, last: message('c', 1, { time: 9e12 }) }), page: page(log(1, 1)) },
    { summary: summary('a', { sortId: id(5), head: 0 }) },
    { summary: summary('d', { sortId: id(1), head: 0, pinned: true }) },
  ]);
  assert.deepEqual(it.order(), ['d', 'a', 'b', 'c']);
  it.socket.say({ entry: message('c', 2, { id: id(6), time: 1 }) });
  assert.deepEqual(it.order(), ['d', 'c', 'a', 'b']);
  it.socket.say({ inbox: summary('c', { sortId: id(2), head: 1 }) });
  assert.deepEqual(it.order(), ['d', 'c', 'a', 'b']);
  it.client.send('b', 'on its way');
  assert.deepEqual(it.order(), ['d', 'b', 'c', 'a']);
});

test('a message from before one joined moves no row up', async () => {
  const ahead = message('c', 1, { id: id(9) }); // by a clock that is ahead
  const it = await online([
    { summary: summary('b', { sortId: id(5), head: 0 }) },
    { summary: summary('c', { sortId: id(4), head: 3, last: message('c', 3, { id: id(3) }) }), page: page([ahead, ...log(2, 3)]) },
  ]);
  assert.deepEqual(it.order(), ['b', 'c']);
  assert.equal(it.c.sortId, id(4));
});

test('who comes back reads again what is older', async () => {
  const synced = summary('c', { head: 4, visibleFrom: 1, history: 'joined', last: message('c', 4) });
  const it = await online([{ summary: synced, page: page(log(1, 4)) }]);
  it.socket.say(
    { entry: change(5, 'member_removed', { user: 'ada' }) },
    { inbox: summary('c', { head: 5, stateSeq: 5, role: undefined, memberMarks: undefined, memberCount: 0 }) },
    { inbox: summary('c', { head: 9, stateSeq: 9, visibleFrom: 9, history: 'joined' }) },
    { entry: change(9, 'members_added', { members: [{ user: 'ada', role: 'member' }] }) },
  );
  await settle();
  assert.deepEqual(it.c.rows().map(({ seq }) => seq), [9]);
  assert.equal(it.c.last, undefined);
  assert.deepEqual(it.c.unread(), { messages: 0, mentions: 0 });
  assert.equal(it.c.memberCount, 2);
  assert.deepEqual((await it.store.load()).entries.map(({ seq }) => seq), [9]);
  const older = it.client.loadOlder('c');
  await settle();
  assert.equal(it.socket.requests('history').at(-1).before, 9);
  it.socket.answer('history', { page: page(log(1, 4, { deleteSeq: 7 }), { head: 9, asOf: 9 }) });
  assert.equal(await older, false);
  assert.deepEqual(it.c.rows().map(({ content }) => content), [undefined, undefined, undefined, undefined, undefined]);
  assert.equal(it.c.unreadFrom, 9);
  assert.equal(it.c.last, undefined);
  assert.deepEqual(it.c.unread(), { messages: 0, mentions: 0 });
});

test('history can be read before anything of the new stay is held', async () => {
  const it = await online([{ summary: summary('c', { head: 4, history: 'joined' }), page: page(log(1, 4)) }]);
  it.socket.say({ inbox: summary('c', { head: 9, stateSeq: 9, visibleFrom: 9, history: 'joined' }) });
  const older = it.client.loadOlder('c');
  await settle();
  assert.equal(it.socket.requests('history')[0].before, 9);
  it.socket.answer('history', { page: page(log(1, 4), { head: 9, asOf: 9 }) });
  await older;
  assert.deepEqual(it.c.rows().map(({ seq }) => seq), [1, 2, 3, 4]);
});

test('who is added has read nothing, who is removed has no marks, who comes back has those heard of before', async () => {
  const it = await online([{ summary: summary('c', { head: 4 }), page: page(log(1, 4)) }]);
  const added = (seq, user) => ({ entry: change(seq, 'members_added', { members: [{ user, role: 'member' }] }) });
  it.socket.say({ marks: { conversation: 'c', user: 'cyd', delivered: 3, read: 2 } });
  assert.deepEqual(it.c.othersMarks, [marks('bob', 0, 0)]);
  it.socket.say(added(5, 'cyd'), added(6, 'dan'));
  assert.deepEqual(it.c.othersMarks, [marks('bob', 0, 0), marks('cyd', 3, 2), marks('dan', 0, 0)]);
  it.socket.say({ entry: change(7, 'member_removed', { user: 'bob' }) });
  it.socket.say({ marks: { conversation: 'c', user: 'bob', delivered: 7, read: 7 } });
  assert.deepEqual(it.c.othersMarks, [marks('cyd', 3, 2), marks('dan', 0, 0)]);
  it.socket.say({ inbox: summary('c', { head: 7, stateSeq: 7, memberMarks: [marks('ada', 0, 0), marks('cyd', 4, 0)] }) });
  assert.deepEqual(it.c.othersMarks, [marks('cyd', 4, 2)]);
});

test('what outgrew the marks of its members shows none of them, even by a row that is behind', async () => {
  const it = await online([{ summary: summary('c', { head: 4, stateSeq: 4 }), page: page(log(1, 4)) }]);
  it.socket.say({ entry: change(5, 'members_added', { members: [{ user: 'cyd', role: 'member' }] }) });
  it.socket.say({ entry: change(6, 'renamed', { title: 'Crowd' }) });
  assert.equal(it.c.othersMarks.length, 2);
  it.socket.say({ inbox: summary('c', { head: 5, stateSeq: 5, memberCount: 3, memberMarks: undefined }) });
  assert.deepEqual([it.c.title, it.c.othersMarks], ['Crowd', []]);
});

test('who leaves sees no members, and has nothing unread', async () => {
  const it = await online([{ summary: summary('c', { head: 4 }), page: page(log(1, 4)) }]);
  assert.equal(it.c.unread().messages, 4);
  it.socket.say({ entry: change(5, 'member_removed', { user: 'ada', sender: 'ada' }) });
  assert.deepEqual([it.c.role, it.c.memberCount, it.c.othersMarks], [undefined, 0, []]);
  assert.deepEqual(it.c.unread(), { messages: 0, mentions: 0 });
});

test('what happened after one came back does not count on top of what was left', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.say(
    { entry: change(2, 'member_removed', { user: 'ada' }) },
    { entry: change(3, 'members_added', { members: [{ user: 'ada', role: 'member' }] }) },
    { entry: change(4, 'renamed', { title: 'New' }) },
    { inbox: summary('c', { head: 3, stateSeq: 3, memberCount: 2, title: 'Team' }) },
  );
  assert.deepEqual([it.c.memberCount, it.c.role, it.c.title], [2, 'member', 'New']);
});

test('marks that come before the row of a running sync are kept for it, also one’s own', async () => {
  const it = await syncing();
  it.socket.say(
    { marks: { conversation: 'c', user: 'bob', delivered: 3, read: 3 } },
    { marks: { conversation: 'c', user: 'ada', delivered: 2, read: 2 } },
    { synced: { summary: summary('c', { head: 3 }), page: page(log(1, 3)) } },
    { sync_done: {} },
  );
  const c = it.client.conversation('c');
  assert.deepEqual(c.othersMarks, [marks('bob', 3, 3)]);
  assert.equal(c.read, 2);
  assert.deepEqual(c.unread(), { messages: 1, mentions: 0 });
  it.socket.say({ inbox: summary('c', { head: 3 }) });
  assert.deepEqual(c.summary.marks, { delivered: 2, read: 2, readShown: 2 });
});

/** Three held of six unread, of which one mentions the user. */
const sixUnread = () => {
  const entries = [...log(4, 5, { mentions: ['ada'] }), ...log(6, 6)];
  return { summary: summary('c', { head: 6, unread: { messages: 6, mentions: 3 } }), page: page(entries, { before: true }) };
};

test('a delete lowers what the server counted, where the message is held', async () => {
  const it = await online([sixUnread()]);
  it.socket.say({ entry: change(7, 'delete', { target: 5 }) }, { entry: message('c', 8) });
  assert.deepEqual(it.c.unread(), { messages: 6, mentions: 2 });
  it.socket.say({ entry: change(9, 'delete', { target: 5 }) });
  await settle();
  assert.deepEqual(it.c.unread(), { messages: 6, mentions: 2 });
  assert.deepEqual(it.socket.requests('show'), []);
  it.socket.say({ inbox: summary('c', { head: 6, unread: { messages: 6, mentions: 3 } }) });
  assert.deepEqual(it.c.unread(), { messages: 6, mentions: 2 }, 'the row is older than the delete');
  const again = scripted({ store: it.store });
  await settle();
  await again.client.start();
  assert.deepEqual(again.client.conversation('c').unread(), { messages: 6, mentions: 2 });
});

test('a row that is older than the one before counts nothing', async () => {
  const it = await online([sixUnread()]);
  it.socket.say({ inbox: summary('c', { head: 3, unread: { messages: 3, mentions: 1 } }) });
  assert.deepEqual(it.c.unread(), { messages: 6, mentions: 3 });
});

test('where a hole is too large to be read, the server counts again', async () => {
  const it = await online([sixUnread()]);
  it.socket.say({ hint: { conversation: 'c', head: 3_000 } });
  await settle();
  assert.equal(it.socket.requests('history')[0].after, undefined);
  it.socket.answer('history', { page: page(log(2_990, 3_000), { before: true }) });
  await settle();
  assert.equal(it.socket.requests('show').length, 1);
  const unread = { messages: 1_000, mentions: 3, capped: true };
  it.socket.answer('show', { conversation: summary('c', { head: 3_000, unread }) });
  await settle();
  assert.deepEqual(it.c.unread(), unread);
  assert.equal(it.socket.requests('show').length, 1);
});

test('a delete of what is not held has the server count again', async () => {
  const it = await online([sixUnread()]);
  it.socket.say({ entry: change(7, 'delete', { target: 2 }) });
  await settle();
  assert.equal(it.socket.requests('show').length, 1);
  it.socket.answer('show', { conversation: summary('c', { head: 7, unread: { messages: 5, mentions: 3 } }) });
  await settle();
  assert.deepEqual(it.c.unread(), { messages: 5, mentions: 3 });
  assert.equal(it.socket.requests('show').length, 1);
});

test('a mark told by another device, before what is held, has the server count again', async () => {
  const it = await online([sixUnread()]);
  it.socket.say({ marks: { conversation: 'c', user: 'ada', delivered: 2, read: 2 } });
  await settle();
  assert.equal(it.socket.requests('show').length, 1);
  it.socket.answer('show', {
    conversation: summary('c', { head: 6, marks: { delivered: 2, read: 2 }, unread: { messages: 4, mentions: 3 } }),
  });
  await settle();
  assert.deepEqual(it.c.unread(), { messages: 4, mentions: 3 });
});

test('an edit never changes what is unread', async () => {
  const it = await online([{ summary: summary('c', { head: 2 }), page: page(log(1, 2)) }]);
  it.socket.say({ entry: change(3, 'edit', { target: 2, content: { text: 'now' }, mentions: ['ada'] }) });
  assert.deepEqual(it.c.unread(), { messages: 2, mentions: 0 });
});

test('the preview follows a message that is not held, and never goes back to an older one', async () => {
  const last = message('c', 2, { content: { text: 'typo' } });
  const notes = [change(3, 'pinned_note', {}), change(4, 'pinned_note', {})];
  const it = await online([{ summary: summary('c', { head: 4, last }), page: page(notes, { before: true }) }]);
  it.socket.say({ entry: change(5, 'edit', { target: 2, content: { text: 'right' } }) });
  assert.equal(it.c.last.content.text, 'right');
  it.socket.say({ inbox: summary('c', { head: 4, last }) });
  assert.equal(it.c.last.content.text, 'right');
  it.socket.say({ inbox: summary('c', { head: 1, last: message('c', 1) }) });
  assert.equal(it.c.last.seq, 2);
  it.socket.say({ entry: change(6, 'delete', { target: 2 }) });
  assert.deepEqual([it.c.last.content, it.c.last.deleteSeq], [undefined, 6]);
});

test('what was edited and deleted stays nowhere, not in the store either', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.say({ entry: change(2, 'edit', { target: 1, content: { text: 'secret' }, custom: { of: 'secret' } }) });
  await settle();
  assert.match(JSON.stringify(await it.store.load()), /secret/);
  it.socket.say({ entry: change(3, 'delete', { target: 1 }) });
  await settle();
  assert.doesNotMatch(JSON.stringify(await it.store.load()), /secret/);
  assert.doesNotMatch(JSON.stringify(it.c.timeline.entries), /secret/);
});

test('an older page does not bring back what was deleted while it was on its way', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(3, 3), { before: true }) }]);
  const older = it.client.loadOlder('c');
  await settle();
  it.socket.say({ entry: change(4, 'delete', { target: 1 }) });
  const edit = change(2, 'edit', { target: 1, content: { text: 'secret' } });
  it.socket.answer('history', { page: page([...log(1, 1, { editSeq: 2, content: { text: 'secret' } }), edit], { head: 3 }) });
  await older;
  assert.doesNotMatch(JSON.stringify(it.c.timeline.entries), /secret/);
});

test('an answer is taken before the events that came after it in the same message', async () => {
  const it = await online([]);
  it.client.openDirect('bob');
  await settle();
  const row = { conversation: 'c', kind: 'direct', head: 0 };
  it.socket.say(
    { id: it.socket.requests('open_direct')[0].id, conversation: summary('c', row) },
    { inbox: summary('c', { ...row, pinned: true }) },
  );
  await settle();
  assert.equal(it.client.conversation('c').pinned, true);
});

test('entries that waited aside change the row when a sync begins anew before them', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  const socket = it.sockets.at(-1);
  socket.open();
  socket.answer('hello', { welcome: { user: 'ada', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  socket.answer('sync', { done: {} });
  socket.say(
    { entry: change(102, 'renamed', { title: 'New' }) },
    { entry: message('c', 103) },
    { synced: { summary: summary('c', { head: 101 }), page: page(log(100, 101), { before: true }), limited: true } },
    { sync_done: {} },
  );
  assert.equal(it.c.title, 'New');
  assert.deepEqual(
    it.events.filter(({ type }) => type === 'message').map((event) => event.message.seq),
    [103],
  );
});

test('a page for a cursor that was not sent makes no hole', async () => {
  const it = await syncing();
  it.socket.say({ inbox: summary('c', { head: 2 }) }, { sync_done: {} });
  await settle();
  it.socket.answer('history', { page: page(log(1, 2)) });
  await settle();
  it.socket.say({ synced: { summary: summary('c', { head: 90 }), page: page(log(60, 90), { before: true }) } });
  const c = it.client.conversation('c');
  assert.deepEqual([c.timeline.first, c.hasOlder], [60, true]);
});

test('a conversation made while a sync runs is not one that the user has left', async () => {
  const it = await syncing();
  it.socket.say({ inbox: summary('c', { head: 1 }) }, { sync_done: {} });
  assert.equal(it.client.conversation('c').role, 'member');
});

test('a conversation that a sync did not reach is looked after all the same', async () => {
  const before = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  const it = await syncing(before.store);
  it.socket.say({ synced: { summary: summary('d', { head: 0 }) } }, { sync_done: { limited: true } });
  await settle();
  const rows = [summary('d', { head: 0 }), summary('c', { head: 3, title: 'Later', stateSeq: 3 })];
  it.socket.answer('inbox', { inbox_page: { conversations: rows } });
  await it.clock.advance(1_000);
  assert.equal(it.client.conversation('c').title, 'Later');
  assert.equal(it.socket.requests('history')[0].after, 1);
});

test('what was read in private is told as that by the next page, too', async () => {
  const before = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3)) }]);
  before.client.markRead('c', 2);
  before.client.markRead('c', 3, { hidden: true });
  before.socket.end(1006);
  await settle();
  const it = scripted({ store: before.store });
  await it.client.start();
  const socket = await it.online([{ summary: summary('c', { head: 3 }) }]);
  await it.clock.advance(200);
  socket.answer('receipt', { marks: { delivered: 2, read: 2 } });
  await it.clock.advance(200);
  assert.deepEqual(
    socket.requests('receipt').map(({ read, hidden }) => [read, hidden]),
    [
      [2, undefined],
      [3, true],
    ],
  );
});

test('settings set one after the other add up before a row shows them', async () => {
  const it = await online([{ summary: summary('c', { head: 0 }) }]);
  it.client.configure('c', { pinned: true });
  it.client.configure('c', { mutedUntil: 5 });
  await settle();
  assert.deepEqual(
    it.socket.requests('configure').map(({ pinned, mutedUntil }) => [pinned, mutedUntil]),
    [
      [true, undefined],
      [true, 5],
    ],
  );
});

test('what is announced at the very end of a repair is read, too', async () => {
  for (let turns = 0; turns < 12; turns++) {
    const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
    it.socket.say({ hint: { conversation: 'c', head: 2 } });
    await settle();
    it.socket.answer('history', { page: page(log(2, 2)) });
    for (let turn = 0; turn < turns; turn++) {
      await undefined;
    }
    it.socket.say({ hint: { conversation: 'c', head: 3 } });
    await settle();
    assert.equal(it.socket.requests('history').at(-1).after, 2, `after ${turns} turns`);
  }
});
