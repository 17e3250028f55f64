import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from '../../main/js/index.js';
import { message, page, scripted, settle, summary, texts, together } from './fakes.js';

const log = (from, to, members) =>
  Array.from({ length: to - from + 1 }, (_, index) => message('c', from + index, members));
const seqs = (client) => client.conversation('c').rows().map(({ seq }) => seq);

async function online(synced) {
  const it = scripted();
  await it.client.start();
  await it.online(synced);
  return it;
}

test('a sync names the cursors held, and takes over what follows them', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  const socket = await it.online([{ summary: summary('c', { head: 5 }), page: page(log(4, 5)) }]);
  assert.deepEqual(socket.requests('sync')[0].cursors, { c: 3 });
  assert.deepEqual(seqs(it.client), [1, 2, 3, 4, 5]);
});

test('a hole is read before what follows it shows', async () => {
  const it = await online([{ summary: summary('c', { head: 2 }), page: page(log(1, 2)) }]);
  it.socket.say({ entry: message('c', 5) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2]);
  const [asked] = it.socket.requests('history');
  assert.deepEqual([asked.conversation, asked.after], ['c', 2]);
  it.socket.answer('history', { page: page(log(3, 4), { head: 5, after: true }) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3, 4, 5]);
  assert.deepEqual(
    it.events.filter(({ type }) => type === 'message').map(({ message: { seq } }) => seq),
    [3, 4, 5],
  );
});

test('a hole longer than a page is read page by page, with one request at a time', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.say({ entry: message('c', 301) }, { entry: message('c', 302) });
  await settle();
  assert.equal(it.socket.requests('history').length, 1);
  it.socket.answer('history', { page: page(log(2, 201), { head: 302, after: true }) });
  await settle();
  assert.deepEqual(it.socket.requests('history').map(({ after }) => after), [1, 201]);
  it.socket.answer('history', { page: page(log(202, 302), { head: 302 }) });
  await settle();
  assert.equal(seqs(it.client).length, 302);
});

test('a hole that could not be read for now is tried again', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1)) }]);
  it.socket.say({ entry: message('c', 3) });
  await settle();
  it.socket.answer('history', { error: { code: 'store_unavailable', retryable: true, retryAfterMs: 300 } });
  await it.clock.advance(300);
  it.socket.answer('history', { page: page(log(2, 3)) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3]);
});

test('a page that a sync has overtaken is not taken over', async () => {
  const it = await online([{ summary: summary('c', { head: 2 }), page: page(log(1, 2)) }]);
  it.socket.say({ entry: message('c', 4) });
  await settle();
  it.socket.say({ entry: message('c', 3) });
  it.socket.answer('history', { page: page(log(3, 3), { head: 3 }) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3, 4]);
  assert.equal(it.client.conversation('c').timeline.cursor, 4);
});

test('a hint means an entry that was not sent', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1)) }]);
  it.socket.say({ hint: { conversation: 'c', head: 3 } });
  await settle();
  it.socket.answer('history', { page: page(log(2, 3)) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3]);
  it.socket.say({ hint: { conversation: 'c', head: 3 } });
  await settle();
  assert.equal(it.socket.requests('history').length, 1);
});

test('a page that does not connect replaces what was held, and older history can be read', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  await it.online([
    { summary: summary('c', { head: 120 }), page: page(log(119, 120), { before: true }), limited: true },
  ]);
  assert.deepEqual(seqs(it.client), [119, 120]);
  const older = it.client.loadOlder('c', 2);
  await settle();
  assert.equal(it.socket.requests('history')[0].before, 119);
  it.socket.answer('history', { page: page(log(117, 118), { head: 120, before: true }) });
  assert.equal(await older, true);
  assert.deepEqual(seqs(it.client), [117, 118, 119, 120]);
});

test('a conversation that an event announces starts with its newest page', async () => {
  const it = await online([]);
  it.socket.say({ inbox: summary('c', { head: 2 }) }, { entry: message('c', 3) });
  await settle();
  const [asked] = it.socket.requests('history');
  assert.deepEqual([asked.after, asked.before], [undefined, undefined]);
  it.socket.answer('history', { page: page(log(1, 3)) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3]);
  assert.equal(it.client.conversations().length, 1);
});

test('a conversation that a sync no longer lists is one the user has left', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  await it.online([]);
  assert.equal(it.client.conversation('c').role, undefined);
});

test('a server whose history is another one is believed', async () => {
  const it = await online([{ summary: summary('c', { head: 9 }), page: page(log(1, 9)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  await it.online([{ summary: summary('c', { head: 2 }) }]);
  it.socket.answer('history', { page: page(log(1, 2, { content: { text: 'new' } })) });
  await settle();
  assert.deepEqual(texts(it.client, 'c'), ['new', 'new']);
  it.socket.say({ entry: message('c', 3) });
  assert.deepEqual(seqs(it.client), [1, 2, 3]);
});

test('entries that come before the summary that does not know them stay', async () => {
  const it = await online([{ summary: summary('c', { head: 2 }), page: page(log(1, 2)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  it.socket.open();
  it.socket.answer('hello', { welcome: { user: 'ada', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  it.socket.answer('sync', { done: {} });
  it.socket.say(
    { entry: message('c', 3) },
    { entry: message('c', 4) },
    { synced: { summary: summary('c', { head: 3 }), page: page(log(3, 3)) } },
    { sync_done: {} },
  );
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3, 4]);
});

test('what was announced but does not come is asked for a few times, and taken when it comes after all', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.say({ entry: message('c', 3) });
  for (let time = 0; time < 5; time++) {
    await settle();
    if (it.socket.requests('history').length > time) {
      it.socket.answer('history', { page: { head: 1, asOf: 1 } });
    }
    await it.clock.advance(500);
  }
  assert.equal(it.socket.requests('history').length, 3);
  it.socket.say({ entry: message('c', 2) });
  await settle();
  assert.deepEqual(seqs(it.client), [1, 2, 3]);
});

test('cursors that the server refuses are forgotten', async () => {
  const it = await online([{ summary: summary('c', { head: 9 }), page: page(log(1, 9)) }]);
  it.socket.end(1006);
  await it.clock.advance(1_000);
  it.socket.open();
  it.socket.answer('hello', { welcome: { user: 'ada', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  it.socket.answer('sync', { error: { code: 'invalid_cursor', retryable: false } });
  await settle();
  assert.deepEqual(it.socket.requests('sync')[1].cursors, {});
  it.socket.answer('sync', { done: {} });
  it.socket.say({ synced: { summary: summary('c', { head: 1 }), page: page(log(1, 1)) } }, { sync_done: {} });
  await settle();
  assert.deepEqual(seqs(it.client), [1]);
  assert.equal(it.client.synced, true);
});

test('further conversations are read when asked for', async () => {
  const it = scripted();
  await it.client.start();
  await settle();
  it.socket.open();
  it.socket.answer('hello', { welcome: { user: 'ada', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  it.socket.answer('sync', { done: {} });
  it.socket.say({ synced: { summary: summary('c'), page: page(log(1, 1)) } }, { sync_done: { limited: true } });
  await settle();
  const more = it.client.loadMoreConversations();
  await settle();
  it.socket.answer('inbox', { inbox_page: { conversations: [summary('d', { head: 0 })] } });
  assert.equal(await more, false);
  assert.equal(it.client.conversations().length, 2);
});

test('what was cached shows before there is a connection', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3)) }]);
  it.client.markRead('c', 2);
  await settle();
  const next = scripted({ store: it.store });
  await next.client.start();
  assert.deepEqual(seqs(next.client), [1, 2, 3]);
  assert.deepEqual(next.client.conversation('c').unread(), { messages: 1, mentions: 0 });
});

test('a read mark that could not be told is told by the next session', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3)) }]);
  it.socket.end(1006);
  it.client.markRead('c', 3);
  await settle();
  const next = scripted({ store: it.store });
  await next.client.start();
  const socket = await next.online([{ summary: summary('c', { head: 3 }) }]);
  await next.clock.advance(200);
  assert.deepEqual(socket.requests('receipt').map(({ read }) => read), [3]);
});

test('receipts are coalesced to the highest', async () => {
  const it = await online([{ summary: summary('c', { head: 1 }), page: page(log(1, 1)) }]);
  it.socket.say(...log(2, 9).map((entry) => ({ entry })));
  await settle();
  it.client.markRead('c', 4);
  it.client.markRead('c', 6);
  await it.clock.advance(200);
  const receipts = it.socket.requests('receipt');
  assert.equal(receipts.length, 1);
  assert.deepEqual([receipts[0].delivered, receipts[0].read], [9, 6]);
});

test('one’s own messages need no receipt', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1, { sender: 'ada' })) }]);
  await it.clock.advance(500);
  it.client.markRead('c');
  await it.clock.advance(500);
  assert.equal(it.socket.requests('receipt').length, 0);
});

test('unread is a function of the log, the mark and whose messages they are', async () => {
  const it = await online([
    {
      summary: summary('c', { head: 4, marks: { delivered: 1, read: 1 } }),
      page: page([
        message('c', 1),
        message('c', 2, { mentions: ['ada'] }),
        message('c', 3, { sender: 'ada' }),
        message('c', 4),
      ]),
    },
  ]);
  const unread = () => it.client.conversation('c').unread();
  assert.deepEqual(unread(), { messages: 2, mentions: 1 });
  it.socket.say({ entry: { ...message('c', 5), type: 'delete', target: 4, content: undefined } });
  await settle();
  assert.deepEqual(unread(), { messages: 1, mentions: 1 });
  it.socket.say({ marks: { conversation: 'c', user: 'ada', delivered: 2, read: 2 } });
  await settle();
  assert.deepEqual(unread(), { messages: 0, mentions: 0 });
});

test('marks only grow', async () => {
  const it = await online([{ summary: summary('c', { head: 3 }), page: page(log(1, 3, { sender: 'ada' })) }]);
  const status = (seq) => {
    const conversation = it.client.conversation('c');
    return conversation.status(conversation.rows().find((row) => row.seq === seq));
  };
  it.socket.say({ marks: { conversation: 'c', user: 'bob', delivered: 3, read: 2 } });
  it.socket.say({ marks: { conversation: 'c', user: 'bob', delivered: 1, read: 1 } });
  assert.deepEqual([status(1), status(2), status(3)], ['read', 'read', 'delivered']);
});

test('typing ends by itself, and with the message', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1)) }]);
  const typing = { conversation: 'c', user: 'bob', active: true, expiresMs: 6_000 };
  it.socket.say({ typing });
  assert.deepEqual(it.client.typingIn('c'), ['bob']);
  await it.clock.advance(6_000);
  assert.deepEqual(it.client.typingIn('c'), []);
  it.socket.say({ typing }, { entry: message('c', 2) });
  assert.deepEqual(it.client.typingIn('c'), []);
});

test('one’s own typing is told every four seconds at most', async () => {
  const it = await online([{ summary: summary('c'), page: page(log(1, 1)) }]);
  for (let stroke = 0; stroke < 10; stroke++) {
    it.client.typing('c');
    await it.clock.advance(500);
  }
  it.client.typing('c', false);
  assert.deepEqual(
    it.socket.requests('typing').map(({ active }) => active),
    [true, true, false],
  );
});

test('two people chat over cut connections and see the same', async () => {
  const { clock, join } = together();
  const ada = await join('ada');
  const bob = await join('bob');
  const { id } = await ada.client.openDirect('bob');
  for (let round = 0; round < 20; round++) {
    ada.client.send(id, `ada ${round}`);
    bob.client.send(id, `bob ${round}`);
    if (round % 3 === 0) {
      ada.cut();
    }
    if (round % 4 === 0) {
      bob.cut(4006);
    }
    await clock.advance(700);
  }
  await clock.advance(60_000);
  const seen = texts(ada.client, id);
  assert.equal(seen.length, 40);
  assert.deepEqual(texts(bob.client, id), seen);
  for (const name of ['ada', 'bob']) {
    assert.deepEqual(
      seen.filter((text) => text.startsWith(name)),
      Array.from({ length: 20 }, (_, round) => `${name} ${round}`),
    );
  }
});

test('a client that was killed and one that was not end up alike', async () => {
  const { clock, join } = together();
  const ada = await join('ada');
  const store = new MemoryStore();
  const bob = await join('bob', store);
  const { id } = await ada.client.openDirect('bob');
  const sent = await ada.client.send(id, 'first').outcome;
  await clock.advance(500);
  bob.cut();
  await bob.client.close();
  await ada.client.edit(id, sent.seq, 'edited').outcome;
  await ada.client.react(id, sent.seq, '👍').outcome;
  const gone = await ada.client.send(id, 'second').outcome;
  await ada.client.delete(id, gone.seq).outcome;
  const again = await join('bob', store);
  await clock.advance(500);
  const rows = (client) =>
    client
      .conversation(id)
      .rows()
      .map(({ seq, content, reactions, deleteSeq }) => ({ seq, content, reactions, deleteSeq }));
  assert.deepEqual(rows(again.client), rows(ada.client));
  assert.deepEqual(texts(again.client, id), ['edited', undefined]);
});
