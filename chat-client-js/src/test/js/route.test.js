import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeOf } from '../../main/js/route.js';
import { scripted, settle } from './fakes.js';

const nodes = (...names) => names.map((node) => ({ node, connect: `ws://${node}/v1/connect`, api: `http://${node}` }));

/** A route over servers that name nodes, or do not answer. */
function found(servers, named) {
  const asked = [];
  const fetch = async (url, { headers }) => {
    asked.push([url, headers.authorization]);
    const server = url.slice(0, -'/v1/nodes'.length);
    if (!named[server]) {
      throw new TypeError('nobody there');
    }
    return { ok: true, status: 200, json: async () => ({ node_list: { nodes: named[server] } }) };
  };
  return { route: routeOf({ servers, fetch, random: () => 0 }), asked, fetch };
}

/** Where the next attempts go when each one before has failed. */
async function attempts(route, count) {
  const went = [];
  for (let i = 0; i < count; i++) {
    went.push(await route.next('secret'));
    route.elsewhere();
  }
  return went;
}

test('the best node comes first, then the others, then the question again', async () => {
  const { route, asked } = found(['http://a/'], { 'http://a': nodes('n1', 'n2') });
  assert.deepEqual(await attempts(route, 3), ['ws://n1/v1/connect', 'ws://n2/v1/connect', 'ws://n1/v1/connect']);
  assert.deepEqual(asked, [
    ['http://a/v1/nodes', 'Bearer secret'],
    ['http://a/v1/nodes', 'Bearer secret'],
  ]);
});

test('who only wants a new token goes to the same node', async () => {
  const { route } = found(['http://a'], { 'http://a': nodes('n1', 'n2') });
  assert.equal(await route.next('secret'), await route.next('other'));
});

test('a server that names none is connected to itself', async () => {
  const { route } = found(['https://a/chat'], { 'https://a/chat': [] });
  assert.equal(await route.next('secret'), 'wss://a/chat/v1/connect');
});

test('the next server is asked when one does not answer, and all are tried in turn when none does', async () => {
  const some = found(['http://a', 'http://b'], { 'http://b': nodes('n1') });
  assert.equal(await some.route.next('secret'), 'ws://n1/v1/connect');
  const none = found(['http://a', 'http://b'], {});
  assert.deepEqual(await attempts(none.route, 3), ['ws://a/v1/connect', 'ws://b/v1/connect', 'ws://a/v1/connect']);
});

test('a server with TLS sends nobody where there is none, and unknown kinds of addresses are skipped', async () => {
  const mixed = [...nodes('plain'), { connect: 'quic://x' }, { connect: 'wss://safe' }];
  const { route } = found(['https://a'], { 'https://a': mixed });
  assert.equal(await route.next('secret'), 'wss://safe');
});

test('neither address nor servers is an error', () => {
  assert.throws(() => routeOf({ servers: [] }), /options.url: missing/);
});

test('a client goes where the draining node sends it, after the delay it was given', async () => {
  const { fetch } = found(['http://a'], { 'http://a': nodes('n1', 'n2') });
  const it = scripted({ servers: ['http://a'], fetch });
  await it.client.start();
  const socket = await it.online();
  assert.equal(it.urls.at(-1), 'ws://n1/v1/connect');
  socket.say({ going_away: { reconnectAfterMs: 7_000, nodes: nodes('n3') } });
  socket.end(4000);
  await it.clock.advance(6_999);
  assert.equal(it.sockets.length, 1);
  await it.clock.advance(1);
  await settle();
  assert.equal(it.urls.at(-1), 'ws://n3/v1/connect');
});

test('a client whose node is gone connects to the next', async () => {
  const { fetch } = found(['http://a'], { 'http://a': nodes('n1', 'n2') });
  const it = scripted({ servers: ['http://a'], fetch });
  await it.client.start();
  await settle();
  it.socket.end(1006);
  await it.clock.advance(500);
  assert.deepEqual(it.urls, ['ws://n1/v1/connect', 'ws://n2/v1/connect']);
});
