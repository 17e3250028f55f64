import { SYSTEM_CLOCK, fullJitter } from './clock.js';
import { CONNECTION_LOST, ChatError, closeName, isTerminal } from './errors.js';

/** The subprotocol this client speaks. */
export const SUBPROTOCOL = 'parley.v1.json';

const WELCOME_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 30_000;
const PROBE_TIMEOUT_MS = 5_000;
const SETTLED_AFTER_MS = 30_000;

/**
 * One session after the other over a WebSocket: opens, says hello, matches answers to requests, answers pings, notices
 * silence, and connects again with full jitter until it is stopped or told never to come back.
 */
export class Connection {
  #options;
  #clock;
  #socket;
  #state = 'stopped';
  #pending = new Map();
  #nextId = 1;
  #attempt = 0;
  #retryTimer;
  #silenceTimer;
  #silenceMs = WELCOME_TIMEOUT_MS;
  #welcomedAt;
  #retryHintMs;
  #freshToken = false;
  /** Why the server will not sign this device in, until it closes. */
  #refusal;

  /**
   * @param {object} options
   * @param {ReturnType<typeof import('./route.js').routeOf>} options.route
   * @param {(request: {refresh: boolean}) => string | Promise<string>} options.getToken
   * @param {object} options.hello members of the first frame besides the token
   * @param {(url: string, protocols: string[]) => WebSocket} [options.openSocket]
   * @param {import('./clock.js').Clock} [options.clock]
   * @param {() => number} [options.random]
   * @param {(welcome: object) => void} options.onWelcome
   * @param {(name: string, body: any) => void} options.onEvent
   * @param {(change: object) => void} options.onState
   * @param {(error: unknown) => void} options.onError
   */
  constructor(options) {
    this.#options = {
      openSocket: (url, protocols) => new WebSocket(url, protocols),
      random: Math.random,
      ...options,
    };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** `stopped`, `connecting`, `online`, `waiting` for the next attempt, or `closed` for good. */
  get state() {
    return this.#state;
  }

  /** Connects, and from now on keeps connected. */
  start() {
    if (this.#state === 'stopped' || this.#state === 'closed') {
      this.#open();
    }
  }

  /** Ends the session; {@link start} begins again. */
  stop() {
    const socket = this.#socket;
    this.#forget(new ChatError(CONNECTION_LOST, 'stopped', { retryable: true }));
    this.#setState('stopped');
    socket?.close(1000);
  }

  /** Does not wait any longer if it waits; asks for a sign of life if it is online. */
  wake() {
    if (this.#state === 'waiting') {
      this.#open();
    } else if (this.#state === 'online') {
      this.request('ping', {}, { timeoutMs: PROBE_TIMEOUT_MS }).catch(() => {
        // The answer's absence has closed the connection already; there is nothing else to do.
      });
    }
  }

  /**
   * Sends a request and waits for its answer.
   * @param {string} name the command
   * @param {object} [members]
   * @param {object} [options]
   * @param {(body: any) => any} [options.use] makes something of the body of the result before the next frame is looked
   *     at, which a promise's reactions do after all frames of the same message
   * @param {number} [options.timeoutMs] after which the connection counts as broken
   * @returns {Promise<any>} what was made of the body; fails with a {@link ChatError}
   */
  request(name, members = {}, options = {}) {
    if (this.#state !== 'online') {
      return Promise.reject(new ChatError(CONNECTION_LOST, 'not connected', { retryable: true }));
    }
    return this.#ask(name, members, options);
  }

  #ask(name, members, { use = (body) => body, timeoutMs = ANSWER_TIMEOUT_MS }) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => this.#broken(`no answer to ${name}`), timeoutMs);
      this.#pending.set(id, { use, resolve, reject, timer });
      this.#socket.send(JSON.stringify({ id, [name]: members }));
    });
  }

  async #open() {
    this.#clock.clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const attempt = {};
    this.#socket = attempt;
    this.#setState('connecting');
    let token;
    try {
      token = await this.#options.getToken({ refresh: this.#freshToken });
    } catch (error) {
      if (this.#socket === attempt) {
        this.#options.onError(error);
        this.#ended(error?.retryable === false && error instanceof ChatError ? 4501 : 1006, 'no token');
      }
      return;
    }
    // While the token was on its way, somebody may have stopped or woken the connection.
    if (this.#socket !== attempt) {
      return;
    }
    this.#freshToken = false;
    const url = await this.#options.route.next(token);
    if (this.#socket === attempt) {
      this.#connect(url, token);
    }
  }

  #connect(url, token) {
    let socket;
    try {
      socket = this.#options.openSocket(url, [SUBPROTOCOL]);
    } catch (error) {
      this.#options.onError(error);
      this.#ended(1006, 'no socket');
      return;
    }
    this.#socket = socket;
    this.#silenceMs = WELCOME_TIMEOUT_MS;
    this.#heard();
    const current = (task) => (event) => {
      if (this.#socket === socket) {
        task(event);
      }
    };
    socket.onopen = current(() => this.#hello(token, url));
    socket.onmessage = current((event) => this.#received(event.data));
    socket.onclose = current((event) => this.#ended(event.code, event.reason));
    // A close event always follows, and says more.
    socket.onerror = () => {};
  }

  #hello(token, url) {
    this.#ask('hello', { token, ...this.#options.hello }, { timeoutMs: WELCOME_TIMEOUT_MS }).then(
      (welcome) => {
        this.#welcomedAt = this.#clock.now();
        this.#silenceMs = 2 * welcome.pingMs;
        this.#heard();
        this.#setState('online', { url });
        this.#options.onWelcome(welcome);
      },
      (error) => this.#refused(error),
    );
  }

  /**
   * The server answers a hello that it does not accept before it closes. When to try again is in the answer; when it is for
   * good, what that means is in the close: that the device was revoked, say.
   */
  #refused(error) {
    if (error.code === CONNECTION_LOST) {
      return;
    }
    if (error.code !== 'token_expired' && !error.retryable) {
      this.#refusal = error;
      return;
    }
    const socket = this.#socket;
    this.#retryHintMs = error.retryAfterMs;
    this.#ended(error.code === 'token_expired' ? 4004 : 4006, error.message);
    socket.close(1000);
  }

  #received(data) {
    this.#heard();
    for (const line of data.split('\n')) {
      if (line === '') {
        continue;
      }
      let frame;
      try {
        frame = JSON.parse(line);
      } catch (error) {
        this.#options.onError(error);
        this.#broken('a frame that is not JSON');
        return;
      }
      this.#frame(frame);
    }
  }

  #frame(frame) {
    const name = Object.keys(frame).find((member) => member !== 'id');
    if (frame.id !== undefined) {
      this.#answered(frame.id, name, frame[name]);
    } else if (name === 'ping') {
      this.#socket.send('{"pong":{}}');
    } else if (name === 'error') {
      this.#options.onError(ChatError.ofFrame(frame.error));
    } else if (name !== undefined) {
      if (name === 'going_away') {
        this.#retryHintMs = frame.going_away.reconnectAfterMs;
        this.#options.route.prefer(frame.going_away.nodes);
      }
      this.#options.onEvent(name, frame[name]);
    }
  }

  #answered(id, name, body) {
    const pending = this.#pending.get(id);
    if (!pending) {
      return;
    }
    this.#pending.delete(id);
    this.#clock.clearTimeout(pending.timer);
    if (name === 'error') {
      pending.reject(ChatError.ofFrame(body));
      return;
    }
    try {
      pending.resolve(pending.use(body));
    } catch (error) {
      pending.reject(error);
    }
  }

  #heard() {
    this.#clock.clearTimeout(this.#silenceTimer);
    this.#silenceTimer = this.#clock.setTimeout(() => this.#broken('silence'), this.#silenceMs);
  }

  /** A dead connection's close event may take minutes; it is not waited for. */
  #broken(reason) {
    const socket = this.#socket;
    this.#ended(1006, reason);
    socket?.close?.();
  }

  #ended(said, why) {
    const refusal = isTerminal(said) ? undefined : this.#refusal;
    const code = refusal ? (refusal.code === 'unauthenticated' ? 4501 : 4500) : said;
    const reason = refusal ? refusal.message : why;
    const lived = this.#welcomedAt === undefined ? 0 : this.#clock.now() - this.#welcomedAt;
    this.#forget(new ChatError(CONNECTION_LOST, reason || closeName(code), { retryable: true, closeCode: code }));
    if (isTerminal(code)) {
      this.#setState('closed', { code, name: closeName(code), reason });
      return;
    }
    if (lived >= SETTLED_AFTER_MS) {
      this.#attempt = 0;
    }
    if (code === 4004) {
      this.#freshToken = true;
    } else {
      this.#options.route.elsewhere();
    }
    const delay = this.#retryHintMs ?? fullJitter(this.#attempt, this.#options.random);
    this.#attempt++;
    this.#retryHintMs = undefined;
    this.#retryTimer = this.#clock.setTimeout(() => this.#open(), delay);
    this.#setState('waiting', { code, name: closeName(code), reason, retryInMs: delay });
  }

  #forget(error) {
    this.#socket = undefined;
    this.#refusal = undefined;
    this.#welcomedAt = undefined;
    this.#clock.clearTimeout(this.#silenceTimer);
    this.#clock.clearTimeout(this.#retryTimer);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject, timer } of pending) {
      this.#clock.clearTimeout(timer);
      reject(error);
    }
  }

  #setState(state, details = {}) {
    this.#state = state;
    this.#options.onState({ state, ...details });
  }
}
