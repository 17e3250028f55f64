const ASK_TIMEOUT_MS = 5_000;

/**
 * Where a client connects to, by its options.
 * @param {{url?: string, servers?: string[], fetch?: typeof fetch, random?: () => number}} options
 */
export function routeOf(options) {
  if (options?.servers?.length > 0) {
    return new FoundRoute(options);
  }
  if (!options?.url) {
    throw new TypeError('options.url: missing');
  }
  return { next: () => options.url, elsewhere() {}, prefer() {} };
}

/**
 * Asks a server which nodes there are, goes to the best, then to the others, and asks again when all failed. A server that
 * does not say is connected to itself, so whoever can be reached is reached.
 */
class FoundRoute {
  #servers;
  #fetch;
  #onlyTls;
  #first;
  #alternatives = [];
  #current;

  constructor({ servers, fetch = (...request) => globalThis.fetch(...request), random = Math.random }) {
    this.#servers = servers.map((server) => server.replace(/\/+$/, ''));
    this.#fetch = fetch;
    this.#onlyTls = servers.every((server) => /^https:/i.test(server));
    this.#first = Math.floor(random() * servers.length);
  }

  /** The address of the next attempt: the same until it is given up. */
  async next(token) {
    this.#current ??= this.#alternatives.shift() ?? (await this.#ask(token));
    return this.#current;
  }

  /** The address was no good, or is no more. */
  elsewhere() {
    this.#current = undefined;
  }

  /** The server says where to go. */
  prefer(nodes = []) {
    if (nodes.length > 0) {
      this.#take(nodes);
    }
  }

  async #ask(token) {
    const from = this.#first;
    for (let tried = 0; tried < this.#servers.length; tried++) {
      const server = this.#servers[(from + tried) % this.#servers.length];
      try {
        this.#take(await this.#nodes(server, token));
        return this.#alternatives.shift() ?? connect(server);
      } catch {
        // The next one may answer; when none does, one of them is tried as it is, and shows what is wrong.
      }
    }
    this.#first = (from + 1) % this.#servers.length;
    return connect(this.#servers[from]);
  }

  async #nodes(server, token) {
    const answer = await this.#fetch(`${server}/v1/nodes`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    });
    const { node_list: list } = await answer.json();
    if (!answer.ok || !list) {
      throw new Error(`nodes: answered ${answer.status}`);
    }
    return list.nodes ?? [];
  }

  /** A kind of address that is not known is skipped; a server with TLS sends nobody, with their token, where there is none. */
  #take(nodes) {
    const scheme = this.#onlyTls ? /^wss:/i : /^wss?:/i;
    this.#alternatives = nodes.map((node) => node.connect).filter((address) => scheme.test(address));
  }
}

function connect(server) {
  return `${server.replace(/^http/i, 'ws')}/v1/connect`;
}
