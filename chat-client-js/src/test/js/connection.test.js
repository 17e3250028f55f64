import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatError } from '../../main/js/errors.js';
import { scripted, settle } from './fakes.js';

const states = ({ events }) => events.filter(({ type }) => type === 'state').map(({ state }) => state);

test('hello is the first frame and carries token and device', async () => {
  const it = scripted();
  await it.client.start();
  await settle();
  it.socket.open();
  assert.deepEqual(it.socket.sent[0].hello, { token: 'secret', device: 'd1', client: 'parley-js/0.1.0' });
});

test('a ping is answered with a pong', async () => {
  const it = scripted();
  await it.client.start();
  const socket = await it.online();
  socket.say({ ping: {} });
  assert.deepEqual(socket.sent.at(-1), { pong: {} });
});

test('the state says where the session is, while there is one', async () => {
  const it = scripted();
  await it.client.start();
  assert.equal(it.client.state.url, undefined);
  const socket = await it.online();
  assert.equal(it.client.state.url, 'ws://chat/v1/connect');
  socket.end(1006);
  assert.equal(it.client.state.url, undefined);
});

test('silence for twice the ping interval makes it connect again', async () => {
  const it = scripted();
  await it.client.start();
  const socket = await it.online();
  await it.clock.advance(49_000);
  socket.say({ ping: {} });
  await it.clock.advance(49_000);
  assert.equal(it.client.state.state, 'online');
  await it.clock.advance(1_001);
  assert.equal(it.client.state.state, 'waiting');
  assert.equal(socket.closed, true);
});

test('attempts back off with full jitter up to 20 seconds, and begin anew after a session that lived', async () => {
  const it = scripted({ random: () => 0.999 });
  await it.client.start();
  const delays = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    await settle();
    it.socket.end(1006);
    delays.push(it.client.state.retryInMs);
    await it.clock.advance(it.client.state.retryInMs);
  }
  assert.deepEqual(delays, [499, 999, 1998, 3996, 7992, 15984, 19980, 19980]);
  const socket = await it.online();
  for (let second = 0; second < 31; second += 10) {
    await it.clock.advance(10_000);
    socket.say({ ping: {} });
  }
  socket.end(1006);
  assert.equal(it.client.state.retryInMs, 499);
});

for (const [code, name] of [
  [4500, 'bad_frame'],
  [4501, 'unauthenticated'],
  [4502, 'displaced'],
  [4503, 'device_revoked'],
  [4999, 'closed'],
]) {
  test(`close code ${code} is final`, async () => {
    const it = scripted();
    await it.client.start();
    const socket = await it.online();
    socket.end(code);
    await it.clock.advance(120_000);
    assert.equal(it.client.state.state, 'closed');
    assert.equal(it.client.state.name, name);
    assert.equal(it.sockets.length, 1);
  });
}

for (const code of [1000, 1001, 1006, 1011, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007, 4008, 4499]) {
  test(`close code ${code} makes it connect again`, async () => {
    const it = scripted();
    await it.client.start();
    const socket = await it.online();
    socket.end(code);
    await it.clock.advance(500);
    assert.equal(it.sockets.length, 2);
  });
}

test('a revoked device forgets what it held', async () => {
  const it = scripted();
  await it.client.start();
  const socket = await it.online();
  it.client.send('c', 'never sent');
  socket.end(4503);
  await settle();
  assert.deepEqual((await it.store.load()).outbox, []);
});

test('a device that was revoked while it was away forgets what it held', async () => {
  const it = scripted();
  await it.client.start();
  (await it.online()).end(1006);
  it.client.send('c', 'never sent');
  await it.clock.advance(500);
  it.socket.open();
  it.socket.answer('hello', { error: { code: 'forbidden', message: 'revoked', retryable: false } });
  it.socket.end(4503);
  await settle();
  assert.equal(it.client.state.name, 'device_revoked');
  assert.deepEqual((await it.store.load()).outbox, []);
});

test('an expired token is fetched anew', async () => {
  const asked = [];
  const it = scripted({ getToken: ({ refresh }) => asked.push(refresh) && 'secret' });
  await it.client.start();
  const socket = await it.online();
  socket.end(4004);
  await it.clock.advance(500);
  assert.deepEqual(asked, [false, true]);
});

test('a hello that is refused for good ends it', async () => {
  const it = scripted();
  await it.client.start();
  await settle();
  it.socket.open();
  it.socket.answer('hello', { error: { code: 'unauthenticated', message: 'no', retryable: false } });
  await it.clock.advance(60_000);
  assert.deepEqual([it.client.state.state, it.client.state.name], ['closed', 'unauthenticated']);
  assert.equal(it.sockets.length, 1);
});

test('a hello that is refused for now is tried again after the time the server names', async () => {
  const it = scripted();
  await it.client.start();
  await settle();
  it.socket.open();
  it.socket.answer('hello', { error: { code: 'overloaded', retryable: true, retryAfterMs: 7_000 } });
  await settle();
  assert.equal(it.client.state.retryInMs, 7_000);
});

test('a token that can not be had now is asked for again', async () => {
  let tries = 0;
  const it = scripted({
    getToken: () => {
      tries++;
      throw new Error('no network');
    },
  });
  await it.client.start();
  await it.clock.advance(30_000);
  assert.ok(tries > 2, `${tries} tries`);
  assert.equal(it.events.some(({ type }) => type === 'error'), true);
});

test('a token that will never be had ends it', async () => {
  const it = scripted({
    getToken: () => {
      throw new ChatError('unauthenticated', 'signed out');
    },
  });
  await it.client.start();
  await settle();
  assert.equal(it.client.state.state, 'closed');
});

test('a server that goes away says when to come back', async () => {
  const it = scripted();
  await it.client.start();
  const socket = await it.online();
  socket.say({ going_away: { reconnectAfterMs: 3_210 } });
  socket.end(4000);
  assert.equal(it.client.state.retryInMs, 3_210);
});

test('waking up connects at once', async () => {
  const it = scripted({ random: () => 0.999 });
  await it.client.start();
  const socket = await it.online();
  socket.end(1006);
  it.client.wake();
  await settle();
  assert.equal(it.sockets.length, 2);
});

test('waking up finds out that a connection is dead', async () => {
  const it = scripted();
  await it.client.start();
  await it.online();
  it.client.wake();
  await it.clock.advance(5_001);
  assert.equal(it.client.state.state, 'waiting');
});

test('a request that gets no answer breaks the connection instead of waiting forever', async () => {
  const it = scripted();
  await it.client.start();
  await it.online();
  const failed = assert.rejects(it.client.request('devices'), { code: 'connection_lost' });
  await it.clock.advance(30_001);
  await failed;
  assert.equal(states(it).at(-1), 'waiting');
});

test('a frame that can not be read breaks the connection', async () => {
  const it = scripted();
  await it.client.start();
  const socket = await it.online();
  socket.onmessage({ data: '{"entry":' });
  assert.equal(it.client.state.state, 'waiting');
});

test('another user than expected is not taken over', async () => {
  const it = scripted();
  await it.client.start();
  await settle();
  it.socket.open();
  it.socket.answer('hello', { welcome: { user: 'mallory', device: 'd1', time: 0, pingMs: 25_000 } });
  await settle();
  assert.equal(it.client.state.state, 'stopped');
  assert.equal(it.events.at(-1).type, 'error');
});
