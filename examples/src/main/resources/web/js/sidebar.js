import { avatar } from './avatar.js';
import { h, moveFocus, set } from './dom.js';
import { newChat, newGroup } from './dialogs-new.js';
import { shortTime } from './format.js';
import { icon } from './icons.js';
import { conversationMenu } from './menus.js';
import { isMuted } from './muting.js';
import { isDark, toggleTheme } from './theme.js';
import { tick } from './tick.js';

/** The list of conversations, searched as one types. */
export class Sidebar {
  #context;
  #query = '';
  #drawn = new Map();
  #selected;
  #besideSame;
  #list = h('div', {
    class: 'conversation-list',
    role: 'listbox',
    'aria-label': 'Conversations',
    data: { testid: 'conversation-list' },
  });
  #beside = h('div', { class: 'list-beside' });
  #scroller = h(
    'div',
    { class: 'list-scroller', onkeydown: (event) => this.#listKey(event) },
    this.#list,
    this.#beside,
  );
  #search = h('input', {
    class: 'search-input',
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search conversations',
    data: { testid: 'search' },
    oninput: () => this.#searched(),
    onkeydown: (event) => this.#searchKey(event),
  });
  #theme = h('button', {
    class: 'icon-button',
    type: 'button',
    data: { testid: 'toggle-theme' },
    onclick: () => {
      toggleTheme();
      this.#drawTheme();
    },
  });

  /** Which node this window is on, where there are several. */
  #node = h('div', { class: 'sidebar-node', data: { testid: 'node' }, hidden: true });

  constructor(context) {
    this.#context = context;
    const { people } = context;
    this.element = h(
      'aside',
      { class: 'sidebar', 'aria-label': 'Chats' },
      h(
        'header',
        { class: 'sidebar-header' },
        avatar(people.session.user, people.session.name, { size: 'small' }),
        h(
          'div',
          { class: 'sidebar-who' },
          h('h1', { class: 'sidebar-name', title: `Signed in as ${people.session.name}` }, people.session.name),
          this.#node,
        ),
        this.#theme,
        this.#button('new-group', 'users', 'New group', () => newGroup(context)),
        this.#button('new-chat', 'pencil', 'New chat', () => newChat(context)),
        this.#button('sign-out', 'leave', 'Sign out', () => context.signOut()),
      ),
      h('div', { class: 'search' }, icon('search'), this.#search),
      this.#scroller,
    );
    this.#drawTheme();
  }

  focus() {
    (this.#list.querySelector('[tabindex="0"]') ?? this.#search).focus();
  }

  search() {
    this.#search.focus();
    this.#search.select();
  }

  update(selected) {
    this.#selected = selected;
    this.#drawNode();
    const all = this.#context.client.conversations();
    const query = this.#query.toLowerCase();
    const found = all.filter((conversation) => this.#matches(conversation, query));
    const items = found.map((conversation) => this.#item(conversation));
    const current = items.find((item) => item.contains(document.activeElement)) ?? items.find(isSelected) ?? items[0];
    items.forEach((item) => item.setAttribute('tabindex', item === current ? '0' : '-1'));
    this.#replace(items);
    this.#list.hidden = items.length === 0 && all.length > 0;
    this.#drawBeside(all, found, query);
    for (const id of this.#drawn.keys()) {
      if (!all.some((conversation) => conversation.id === id)) {
        this.#drawn.delete(id);
      }
    }
  }

  /** Behind a balancer the session may be elsewhere than the page. */
  #drawNode() {
    const { url } = this.#context.client.state;
    const host = url === undefined ? undefined : new URL(url).host;
    this.#node.hidden = host === undefined ? this.#node.textContent === '' : host === location.host;
    this.#node.classList.toggle('sidebar-node-lost', host === undefined);
    if (host !== undefined) {
      set(this.#node, `on ${host}`);
      this.#node.dataset.node = host;
    } else {
      delete this.#node.dataset.node;
    }
  }

  /** Changes the list without taking the focus away from where it is. */
  #replace(nodes) {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : undefined;
    if (nodes.length !== this.#list.childNodes.length || nodes.some((node, i) => node !== this.#list.childNodes[i])) {
      set(this.#list, nodes);
      if (focused !== document.activeElement) {
        focused?.focus({ preventScroll: true });
      }
    }
  }

  /** What stands below the conversations: people found, or a word on why there is nothing. */
  #drawBeside(all, found, query) {
    const same = JSON.stringify([query, found.length, all.length, query && this.#context.people.contacts]);
    if (same !== this.#besideSame) {
      this.#besideSame = same;
      const others = this.#others(all, query);
      set(this.#beside, others, others.length === 0 && this.#empty(all, found, query));
    }
  }

  #matches(conversation, query) {
    const { naming } = this.#context;
    const { last } = conversation;
    return (
      query === '' ||
      naming.title(conversation).toLowerCase().includes(query) ||
      (last !== undefined && naming.preview(last).toLowerCase().includes(query))
    );
  }

  /** The item of a conversation: always the same element, so that a click on it hits however much is going on. */
  #item(conversation) {
    const facts = this.#facts(conversation);
    const same = JSON.stringify(facts);
    const drawn = this.#drawn.get(conversation.id) ?? { item: this.#newItem(conversation.id), same: '' };
    if (drawn.same !== same) {
      drawn.same = same;
      this.#draw(drawn.item, conversation, facts);
      this.#drawn.set(conversation.id, drawn);
    }
    return drawn.item;
  }

  #newItem(id) {
    const { client, open } = this.#context;
    const item = h('div', {
      class: 'conversation',
      role: 'option',
      data: { testid: 'conversation', conversation: id },
      onclick: () => open(id),
      oncontextmenu: (event) => {
        event.preventDefault();
        conversationMenu(this.#context, client.conversation(id), item);
      },
    });
    return item;
  }

  #facts(conversation) {
    const { client, naming } = this.#context;
    const { last } = conversation;
    const typing = client.typingIn(conversation.id).map((user) => naming.fullName(user));
    const unread = conversation.unread();
    const own = last?.sender === client.user;
    const author = conversation.kind === 'direct' ? (own ? 'You' : '') : last && naming.user(last.sender);
    const newest = conversation.rows().at(-1);
    return {
      title: naming.title(conversation),
      time: conversation.activeAt ? shortTime(conversation.activeAt) : '',
      preview: last ? naming.preview(last) : newest && newest.type !== 'created' ? naming.event(newest) : 'No messages yet',
      author: last && author.split(' ', 1)[0],
      faint: !last || last.deleteSeq > 0,
      state: own && !last.deleteSeq ? conversation.status(last) : undefined,
      direct: conversation.kind === 'direct',
      typing,
      unread: unread.messages,
      capped: unread.capped,
      mentions: unread.mentions,
      muted: isMuted(conversation),
      pinned: conversation.pinned,
      online: conversation.peer && client.presence(conversation.peer).online,
      selected: conversation.id === this.#selected,
    };
  }

  #draw(item, conversation, facts) {
    item.setAttribute('aria-selected', String(facts.selected));
    item.setAttribute('aria-label', this.#label(facts));
    item.dataset.title = facts.title;
    set(
      item,
      this.#avatar(conversation, facts),
      h(
        'span',
        { class: 'conversation-lines' },
        h(
          'span',
          { class: 'conversation-line' },
          h('span', { class: 'conversation-title' }, h('span', { class: 'ellipsis' }, facts.title), facts.muted && icon('mute')),
          h(
            'span',
            { class: `conversation-time${facts.unread > 0 ? ' is-unread' : ''}` },
            facts.state && tick(facts.state),
            facts.time,
          ),
        ),
        h(
          'span',
          { class: 'conversation-line' },
          this.#preview(facts),
          h('span', { class: 'conversation-badges' }, badges(facts)),
        ),
      ),
    );
  }

  #avatar(conversation, facts) {
    const shown = this.#context.naming.avatar(conversation);
    const dot = shown.querySelector('.presence-dot');
    if (dot) {
      dot.dataset.testid = 'presence';
      dot.dataset.online = String(facts.online === true);
    }
    return shown;
  }

  #preview({ direct, typing, author, preview, faint }) {
    if (typing.length > 0) {
      const who = direct ? '' : typing.length === 1 ? `${typing[0]} is ` : `${typing.length} are `;
      return h('span', { class: 'conversation-preview is-typing', data: { testid: 'typing' } }, `${who}typing…`);
    }
    return h(
      'span',
      { class: `conversation-preview${faint ? ' is-faint' : ''}`, data: { testid: 'conversation-preview' } },
      author && h('span', { class: 'preview-author' }, `${author}: `),
      preview,
    );
  }

  #label({ title, unread, mentions, preview, time, pinned, muted, online }) {
    const parts = [title, online && 'online', unread > 0 && `${unread} unread`, mentions > 0 && 'you are mentioned'];
    return [...parts, pinned && 'pinned', muted && 'muted', preview, time].filter(Boolean).join(', ');
  }

  /** People found by name with whom there is no chat yet. */
  #others(all, query) {
    if (query === '') {
      return [];
    }
    const peers = new Set(all.map(({ peer }) => peer));
    const found = this.#context.people.contacts.filter(
      ({ user, name }) => !peers.has(user) && name.toLowerCase().includes(query),
    );
    if (found.length === 0) {
      return [];
    }
    return [
      h('p', { class: 'list-heading' }, 'People'),
      ...found.map(({ user, name }) =>
        h(
          'button',
          { class: 'person', type: 'button', data: { testid: 'contact', user }, onclick: () => newChat.with(this.#context, user) },
          avatar(user, name, { size: 'small' }),
          h('span', { class: 'ellipsis' }, name),
        ),
      ),
    ];
  }

  #empty(all, found, query) {
    if (found.length > 0) {
      return [];
    }
    if (all.length > 0) {
      return [h('p', { class: 'list-empty' }, `Nothing found for “${query}”`)];
    }
    return [
      h(
        'div',
        { class: 'list-empty' },
        icon('chat'),
        h('p', {}, 'No conversations yet'),
        h('button', { class: 'button', type: 'button', onclick: () => newChat(this.#context) }, 'Start one'),
      ),
    ];
  }

  #searched() {
    this.#query = this.#search.value.trim();
    this.update(this.#selected);
  }

  #searchKey(event) {
    if (event.key === 'Escape' && this.#search.value !== '') {
      this.#search.value = '';
      this.#searched();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#scroller.querySelector('[role=option], button')?.focus();
    } else if (event.key === 'Enter') {
      this.#scroller.querySelector('[role=option], button.person')?.click();
    }
  }

  #listKey(event) {
    const items = [...this.#scroller.querySelectorAll('[role=option], button.person')];
    if (event.altKey || moveFocus(event, items)) {
      return;
    }
    const item = document.activeElement;
    if ((event.key === 'Enter' || event.key === ' ') && item.role === 'option') {
      event.preventDefault();
      item.click();
    }
  }

  #drawTheme() {
    const next = isDark() ? 'light' : 'dark';
    this.#theme.setAttribute('aria-label', `Switch to ${next}`);
    this.#theme.title = `Switch to ${next}`;
    set(this.#theme, icon(isDark() ? 'sun' : 'moon'));
  }

  #button(testid, name, label, onclick) {
    return h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': label, title: label, data: { testid }, onclick },
      icon(name),
    );
  }
}

function badges({ mentions, unread, capped, muted, pinned }) {
  return [
    mentions > 0 && h('span', { class: 'badge badge-mention', data: { testid: 'mention-badge' }, title: 'You are mentioned' }, '@'),
    unread > 0 &&
      h(
        'span',
        { class: `badge${muted ? ' is-muted' : ''}`, data: { testid: 'unread-badge' } },
        unread > 999 ? '999+' : `${unread}${capped ? '+' : ''}`,
      ),
    pinned && unread === 0 && icon('pin'),
  ];
}

function isSelected(item) {
  return item.getAttribute('aria-selected') === 'true';
}
