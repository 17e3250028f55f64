import { ChatClient } from '/parley/index.js';
import { Banner } from './banner.js';
import { ChatPane } from './chat-pane.js';
import { coalesced, h } from './dom.js';
import { isMuted } from './muting.js';
import { Naming } from './naming.js';
import { announce, toast } from './notices.js';
import { Sidebar } from './sidebar.js';

const MAX_WATCHED = 100;
const MAX_CONVERSATIONS = 500;

/** What a signed-in user works in: the list of conversations beside the one that is open. */
export class Workspace {
  #people;
  #ended;
  #client;
  #sidebar;
  #pane;
  #banner;
  #selected;
  #signedInAgain = false;
  #update = coalesced(() => this.#render());
  #stopped = new AbortController();

  constructor({ people, ended }) {
    this.#people = people;
    this.#ended = ended;
    this.#client = new ChatClient({
      // One server names itself or nobody; a cluster names its nodes, of which the client picks one.
      servers: [location.origin],
      user: people.session.user,
      getToken: (request) => people.token(request),
      deviceName: 'Parley page',
    });
    const context = {
      client: this.#client,
      people,
      naming: new Naming(this.#client, people),
      open: (id) => this.open(id),
      close: () => this.#close(),
      signOut: () => this.#signOut(),
    };
    this.#sidebar = new Sidebar(context);
    this.#pane = new ChatPane(context);
    this.#banner = new Banner(context);
    this.element = h(
      'div',
      { class: 'workspace', onkeydown: (event) => this.#key(event) },
      this.#banner.element,
      h('div', { class: 'panes' }, this.#sidebar.element, this.#pane.element),
    );
  }

  async start() {
    const { signal } = this.#stopped;
    this.#listen();
    addEventListener('hashchange', () => this.#followAddress(), { signal });
    addEventListener('focus', () => this.#update(), { signal });
    document.addEventListener('visibilitychange', () => this.#update(), { signal });
    // Relative times and "last seen" grow old by themselves.
    const timer = setInterval(() => this.#update(), 30_000);
    signal.addEventListener('abort', () => clearInterval(timer));
    await this.#client.start();
    this.#people.refresh();
    this.#followAddress();
    this.#update();
  }

  /** Names changed. */
  changed() {
    this.#update();
  }

  /** Opens a conversation. */
  open(id) {
    location.hash = `#/c/${encodeURIComponent(id)}`;
    this.#followAddress();
  }

  #listen() {
    const client = this.#client;
    client.on('conversation', () => this.#update());
    client.on('typing', () => this.#update());
    client.on('presence', () => this.#update());
    client.on('synced', () => this.#synced());
    client.on('message', ({ conversation, message }) => this.#announce(conversation, message));
    client.on('state', (state) => this.#stateChanged(state));
    client.on('error', ({ error }) => console.error(error));
  }

  async #synced() {
    this.#signedInAgain = false;
    this.#people.refresh();
    this.#update();
    let known = this.#client.conversations().length;
    while (known < MAX_CONVERSATIONS && (await this.#client.loadMoreConversations().catch(() => false))) {
      known = this.#client.conversations().length;
    }
  }

  #stateChanged(state) {
    if (state.state === 'closed' && state.name === 'unauthenticated' && !this.#signedInAgain) {
      this.#signedInAgain = true;
      this.#signInAgain();
    } else if (state.state === 'closed' && state.name !== 'displaced') {
      const reasons = {
        unauthenticated: 'Please sign in again.',
        device_revoked: 'This device was signed out.',
      };
      this.#stop();
      this.#ended(reasons[state.name] ?? 'The server ended the session. Please sign in again.');
    } else {
      this.#update();
    }
  }

  /** The server no longer knows the token, as after its data was replaced: a name is all it takes to get another. */
  async #signInAgain() {
    try {
      await this.#people.token({ refresh: true });
      await this.#client.start();
    } catch {
      this.#stop();
      this.#ended('Please sign in again.');
    }
  }

  #announce(conversation, message) {
    if (message.content?.text && !isMuted(conversation)) {
      announce(`${this.#people.name(message.sender)}: ${message.content.text}`);
    }
  }

  #followAddress() {
    const match = /^#\/c\/(.+)$/.exec(location.hash);
    const id = match ? decodeURIComponent(match[1]) : undefined;
    if (id !== this.#selected) {
      this.#selected = id;
      this.#pane.open(id);
    }
    this.#update();
  }

  #close() {
    location.hash = '';
    this.#followAddress();
    this.#sidebar.focus();
  }

  #render() {
    this.element.dataset.view = this.#selected ? 'chat' : 'list';
    this.#sidebar.update(this.#selected);
    this.#pane.update();
    this.#banner.update();
    this.#watch();
    const unread = this.#client
      .conversations()
      .filter((conversation) => !isMuted(conversation))
      .reduce((sum, conversation) => sum + conversation.unread().messages, 0);
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley';
  }

  /** Presence is asked for those who can be seen: peers of direct chats first, then the other contacts. */
  #watch() {
    const peers = this.#client.conversations().map(({ peer }) => peer);
    const contacts = this.#people.contacts.map(({ user }) => user);
    this.#client.watch([...new Set([...peers, ...contacts])].filter(Boolean).slice(0, MAX_WATCHED));
  }

  #key(event) {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#sidebar.search();
    } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const ids = this.#client.conversations().map(({ id }) => id);
      const next = ids[ids.indexOf(this.#selected) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next !== undefined) {
        this.open(next);
      }
    }
  }

  #signOut() {
    if (this.#client.pending.length > 0) {
      toast('Some messages are not sent yet: they go out when you sign in here again.');
    }
    this.#stop();
    this.#ended();
  }

  #stop() {
    this.#stopped.abort();
    this.#client.close();
  }
}
