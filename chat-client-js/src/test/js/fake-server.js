/**
 * Serves the example's page and the client from the source tree, over the fake chat:
 * `node src/test/js/fake-server.js [port]`, then open http://localhost:8099. For work on the page only.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeChat } from './fake-chat.js';

const PORT = Number(process.argv[2] ?? 8099);
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PAGE = join(ROOT, 'examples/src/main/resources/web');
const CLIENT = join(ROOT, 'chat-client-js/src/main/js');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; " +
  "img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const chat = new FakeChat();
const people = new Map();

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/demo/sign-in') {
    const chunks = await request.toArray();
    const name = String(JSON.parse(Buffer.concat(chunks).toString()).name ?? '').trim();
    const user = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    if (!user || name.length > 40) {
      json(response, 400, { message: 'Use a name of 1 to 40 letters.' });
      return;
    }
    people.set(user, name);
    json(response, 200, { user, token: user });
  } else if (pathname === '/demo/people') {
    json(response, 200, { people: [...people].map(([user, name]) => ({ user, name })) });
  } else {
    await serve(pathname, response);
  }
});

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: parley.v1.json\r\n\r\n`,
  );
  const connection = chat.connect({
    send: (text) => socket.writable && socket.write(frame(1, Buffer.from(text))),
    close: (code) => {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      socket.end(frame(8, body));
    },
  });
  const ping = setInterval(() => connection.session.send('{"ping":{}}'), chat.pingMs);
  let buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (let read; (read = unframe(buffer)); ) {
      buffer = read.rest;
      if (read.opcode === 1) {
        connection.receive(read.payload.toString());
      } else if (read.opcode === 8) {
        socket.end(frame(8, read.payload));
      }
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearInterval(ping);
    connection.closed();
  });
});

server.listen(PORT, '127.0.0.1', () => console.log(`http://localhost:${PORT}`));

/** For tests that drive a browser: the fake can be filled and cut from outside the process it runs in. */
process.on('message', ({ type }) => type === 'cut' && chat.sessions.forEach((session) => session.close(4006)));

async function serve(pathname, response) {
  const [root, path] = pathname.startsWith('/parley/') ? [CLIENT, pathname.slice(8)] : [PAGE, pathname.slice(1)];
  const file = normalize(join(root, path || 'index.html'));
  if (!file.startsWith(root)) {
    response.writeHead(404).end();
    return;
  }
  try {
    const body = await readFile(file);
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

function json(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function frame(opcode, payload) {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), uint32(payload.length)]);
  return Buffer.concat([head, payload]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** One masked frame from a browser, or nothing while it is incomplete; browsers do not fragment what is this small. */
function unframe(buffer) {
  if (buffer.length < 6) {
    return undefined;
  }
  let length = buffer[1] & 127;
  let offset = 2;
  if (length === 126) {
    length = buffer.readUInt16BE(2);
    offset = 4;
  } else if (length === 127) {
    length = buffer.readUInt32BE(6);
    offset = 10;
  }
  if (buffer.length < offset + 4 + length) {
    return undefined;
  }
  const mask = buffer.subarray(offset, offset + 4);
  const payload = Buffer.from(buffer.subarray(offset + 4, offset + 4 + length)).map((byte, i) => byte ^ mask[i % 4]);
  return { opcode: buffer[0] & 15, payload, rest: buffer.subarray(offset + 4 + length) };
}
