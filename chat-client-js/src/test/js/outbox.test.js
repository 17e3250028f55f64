import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, page, scripted, settle, summary } from './fakes.js';

const TEAM = { summary: summary('c'), page: page([message('c', 1)]) };
const acked = (seq) => ({ ack: { conversation: 'c', seq, id: `id-${seq}`, time: seq } });

async function online(options) {
  const it = scripted(options);
  await it.client.start();
  await it.online([TEAM]);
  return it;
}

test('an ack settles the write with its place in the log', async () => {
  const it = await online();
  const { outcome } = it.client.send('c', 'hello');
  await settle();
  it.socket.answer('send', acked(2));
  assert.deepEqual(await outcome, { outcome: 'ACKED', conversation: 'c', seq: 2, id: 'id-2', time: 2 });
  assert.deepEqual((await it.store.load()).outbox, []);
});

test('a message shows at once, and once', async () => {
  const it = await online();
  const { key } = it.client.send('c', 'hello');
  const shown = () => it.client.conversation('c').rows().filter((row) => row.key === key);
  assert.deepEqual(shown().map(({ state }) => state), ['sending']);
  await settle();
  it.socket.answer('send', acked(2));
  await settle();
  assert.deepEqual(shown().map(({ state, seq }) => [state, seq]), [['sent', 2]]);
  it.socket.say({ entry: message('c', 2, { sender: 'ada', key, content: { text: 'hello' } }) });
  await settle();
  assert.deepEqual(shown().map(({ state, seq }) => [state, seq]), [[undefined, 2]]);
});

test('at most one write of a conversation is unanswered', async () => {
  const it = await online();
  it.client.send('c', 'one');
  it.client.send('c', 'two');
  it.client.send('other', 'elsewhere');
  await settle();
  assert.deepEqual(
    it.socket.requests('send').map(({ content }) => content.text),
    ['one', 'elsewhere'],
  );
  it.socket.say({ id: it.socket.requests('send')[0].id, ...acked(2) });
  await settle();
  assert.deepEqual(
    it.socket.requests('send').map(({ content }) => content.text),
    ['one', 'elsewhere', 'two'],
  );
});

test('a write without an answer goes again with the same key, in order', async () => {
  const it = await online();
  const first = it.client.send('c', 'one');
  const second = it.client.send('c', 'two');
  await settle();
  it.socket.end(1006);
  await it.clock.advance(1_000);
  const socket = await it.online([TEAM]);
  assert.deepEqual(
    socket.requests('send').map(({ key }) => key),
    [first.key],
  );
  socket.answer('send', acked(2));
  await settle();
  assert.deepEqual(
    socket.requests('send').map(({ key }) => key),
    [first.key, second.key],
  );
});

test('what the log shows needs no ack', async () => {
  const it = await online();
  const { key, outcome } = it.client.send('c', 'hello');
  await settle();
  it.socket.end(1006);
  await it.clock.advance(1_000);
  await it.online([
    {
      summary: summary('c', { head: 2 }),
      page: page([message('c', 2, { sender: 'ada', key })]),
    },
  ]);
  assert.equal((await outcome).outcome, 'ACKED');
  assert.equal(it.client.pending.length, 0);
  assert.deepEqual((await it.store.load()).outbox, []);
});

test('a retryable error goes again after the time the server names', async () => {
  const it = await online();
  it.client.send('c', 'hello');
  await settle();
  it.socket.answer('send', { error: { code: 'rate_limited', retryable: true, retryAfterMs: 2_000 } });
  await it.clock.advance(1_999);
  assert.equal(it.socket.requests('send').length, 1);
  await it.clock.advance(1);
  const [one, two] = it.socket.requests('send');
  assert.equal(two.key, one.key);
});

test('an unknown outcome goes again with the same key', async () => {
  const it = await online();
  it.client.send('c', 'hello');
  await settle();
  it.socket.answer('send', { error: { code: 'outcome_unknown', retryable: true } });
  await it.clock.advance(500);
  const [one, two] = it.socket.requests('send');
  assert.equal(two.key, one.key);
});

test('a final error refuses the message, which can be tried again as a new one or dropped', async () => {
  const it = await online();
  const { key, outcome } = it.client.send('c', 'hello');
  await settle();
  it.socket.answer('send', { error: { code: 'rejected', message: 'no links', retryable: false } });
  assert.deepEqual(await outcome, { outcome: 'REJECTED', code: 'rejected', message: 'no links' });
  const row = it.client.conversation('c').rows().at(-1);
  assert.deepEqual([row.state, row.failure.code], ['failed', 'rejected']);
  it.client.retry(key);
  await settle();
  const again = it.socket.requests('send').at(-1);
  assert.notEqual(again.key, key);
  assert.equal(again.content.text, 'hello');
  it.socket.answer('send', { error: { code: 'rejected', retryable: false } });
  await settle();
  assert.equal(it.client.discard(again.key), true);
  assert.equal(it.client.conversation('c').rows().at(-1).seq, 1);
  await settle();
  assert.deepEqual((await it.store.load()).outbox, []);
});

test('what is refused does not hold back what follows', async () => {
  const it = await online();
  it.client.send('c', 'bad');
  it.client.send('c', 'good');
  await settle();
  it.socket.answer('send', { error: { code: 'invalid_text', retryable: false } });
  await settle();
  assert.equal(it.socket.requests('send').at(-1).content.text, 'good');
});

test('what was accepted survives the process with its key and its place in the order', async () => {
  const it = scripted();
  await it.client.start();
  const first = it.client.send('c', 'one');
  const second = it.client.send('c', 'two');
  await Promise.all([first.stored, second.stored]);
  // The process is gone without a word; another begins with the same store.
  const next = scripted({ store: it.store });
  await next.client.start();
  assert.equal(next.client.pending.length, 2);
  const socket = await next.online([TEAM]);
  assert.equal(socket.requests('send')[0].key, first.key);
  socket.answer('send', acked(2));
  await settle();
  assert.equal(socket.requests('send')[1].key, second.key);
});

test('nothing is sent before it is kept', async () => {
  const it = await online();
  let keep;
  const write = it.store.write.bind(it.store);
  it.store.write = (batch) =>
    batch.outboxPut ? new Promise((resolve) => (keep = () => resolve(write(batch)))) : write(batch);
  it.client.send('c', 'hello');
  await settle();
  assert.equal(it.socket.requests('send').length, 0);
  keep();
  await settle();
  assert.equal(it.socket.requests('send').length, 1);
});

test('a store that fails is told, and the message goes out all the same', async () => {
  const it = await online();
  it.store.write = () => Promise.reject(new Error('quota'));
  it.client.send('c', 'hello');
  await settle();
  assert.equal(it.socket.requests('send').length, 1);
  assert.equal(it.events.findLast(({ type }) => type === 'error').error.message, 'quota');
});

test('own edits, deletions and reactions show before the server has them', async () => {
  const it = await online();
  it.socket.say({ entry: message('c', 2, { sender: 'ada', key: 'k' }) });
  await settle();
  const row = () => it.client.conversation('c').rows().find(({ seq }) => seq === 2);
  it.client.edit('c', 2, 'better');
  assert.equal(row().content.text, 'better');
  it.client.react('c', 2, '👍');
  assert.deepEqual(row().reactions.map(({ user, emoji }) => [user, emoji]), [['ada', '👍']]);
  const { outcome } = it.client.delete('c', 2);
  assert.equal(row().content, undefined);
  await settle();
  it.socket.answer('edit', acked(3));
  await settle();
  it.socket.answer('react', acked(4));
  await settle();
  it.socket.answer('delete', { error: { code: 'forbidden', retryable: false } });
  assert.equal((await outcome).outcome, 'REJECTED');
  assert.equal(row().content.text, 'better');
});

test('a write to a user not written to before makes its own lane', async () => {
  const it = await online();
  const { outcome } = it.client.sendTo('bob', 'hi');
  await settle();
  assert.equal(it.socket.requests('send_to')[0].to, 'bob');
  it.socket.answer('send_to', { ack: { conversation: 'dm.1', seq: 2, id: 'x', time: 1 } });
  assert.equal((await outcome).conversation, 'dm.1');
});
