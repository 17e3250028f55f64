import { Composer } from './composer.js';
import { details } from './dialog-details.js';
import { newChat } from './dialogs-new.js';
import { h, set } from './dom.js';
import { count, lastSeen, nameList } from './format.js';
import { icon } from './icons.js';
import { conversationMenu } from './menus.js';
import { MessageList } from './message-list.js';
import { isMuted } from './muting.js';

/** The open conversation: who it is with, what was said, and where to write. */
export class ChatPane {
  #context;
  #id;
  #list;
  #composer;
  #headerSame;
  #header = h('header', { class: 'chat-header' });
  #chat;

  constructor(context) {
    this.#context = context;
    this.#list = new MessageList(context, {
      reply: (message) => this.#composer.reply(message),
      edit: (message) => this.#composer.edit(message),
      write: () => this.#composer.focus(),
    });
    this.#composer = new Composer(context, {
      sent: () => this.#list.toEnd(),
      newestOwn: () => this.#list.newestOwn(),
    });
    this.#chat = h('div', { class: 'chat' }, this.#header, this.#list.element, this.#composer.element);
    this.element = h('main', { class: 'chat-pane', onkeydown: (event) => this.#key(event) });
    this.#drawEmpty();
  }

  open(id) {
    this.#id = undefined;
    this.#headerSame = undefined;
    this.#wanted = id;
    this.update();
  }

  #wanted;

  update() {
    const conversation = this.#wanted && this.#context.client.conversation(this.#wanted);
    if (!conversation?.summary) {
      this.#id = undefined;
      this.#drawEmpty();
      return;
    }
    if (this.#id !== conversation.id) {
      this.#id = conversation.id;
      set(this.element, this.#chat);
      this.#drawHeader(conversation);
      this.#composer.open(conversation);
      this.#list.open(conversation);
      if (matchMedia('(hover: hover)').matches) {
        this.#composer.focus();
      }
    } else {
      this.#drawHeader(conversation);
      this.#composer.update();
      this.#list.update();
    }
  }

  #drawHeader(conversation) {
    const { client, naming } = this.#context;
    const title = naming.title(conversation);
    const typing = client.typingIn(conversation.id).map((user) => naming.fullName(user));
    const presence = conversation.peer ? client.presence(conversation.peer) : undefined;
    const subtitle = this.#subtitle(conversation, typing, presence);
    const same = JSON.stringify([conversation.id, title, subtitle, typing.length, presence?.online, isMuted(conversation)]);
    if (same === this.#headerSame) {
      return;
    }
    const focused = this.#header.contains(document.activeElement) ? document.activeElement.dataset.testid : undefined;
    this.#headerSame = same;
    const menu = this.#button('conversation-menu', 'more', 'More', () => conversationMenu(this.#context, conversation, menu));
    set(
      this.#header,
      this.#button('back', 'back', 'Back to the list', () => this.#context.close()),
      h(
        'button',
        { class: 'chat-about', type: 'button', data: { testid: 'details' }, onclick: () => details(this.#context, conversation.id) },
        naming.avatar(conversation),
        h(
          'span',
          { class: 'chat-names' },
          h('span', { class: 'chat-title ellipsis', data: { testid: 'chat-title' } }, title, isMuted(conversation) && icon('mute')),
          h(
            'span',
            {
              class: `chat-subtitle ellipsis${typing.length > 0 ? ' is-typing' : presence?.online ? ' is-online' : ''}`,
              data: {
                testid: typing.length > 0 ? 'typing' : presence ? 'presence' : 'chat-subtitle',
                online: presence ? String(presence.online) : undefined,
              },
            },
            subtitle,
          ),
        ),
      ),
      menu,
    );
    if (focused) {
      this.#header.querySelector(`[data-testid="${focused}"]`)?.focus();
    }
  }

  #subtitle(conversation, typing, presence) {
    if (typing.length > 0) {
      return conversation.kind === 'direct' ? 'typing…' : `${nameList(typing)} ${typing.length === 1 ? 'is' : 'are'} typing…`;
    }
    if (presence) {
      return presence.online ? 'online' : lastSeen(presence.lastActiveAt);
    }
    if (conversation.role === undefined) {
      return 'You are no longer a member';
    }
    const { naming } = this.#context;
    const others = conversation.othersMarks.map(({ user }) => naming.fullName(user)).sort();
    return others.length > 0 && others.length < 6 ? `${others.join(', ')}, You` : count(conversation.memberCount, 'member');
  }

  #drawEmpty() {
    if (this.element.dataset.empty === 'true' && this.element.firstChild?.classList.contains('chat-empty')) {
      return;
    }
    this.element.dataset.empty = 'true';
    set(
      this.element,
      h(
        'div',
        { class: 'chat-empty' },
        icon('chat'),
        h('h2', {}, 'Your messages'),
        h('p', {}, 'Choose a conversation, or start a new one.'),
        h('button', { class: 'button button-primary', type: 'button', onclick: () => newChat(this.#context) }, 'New chat'),
        h('p', { class: 'hint' }, h('kbd', {}, 'Ctrl'), ' ', h('kbd', {}, 'K'), ' to search'),
      ),
    );
  }

  #key(event) {
    if (event.key === 'Escape' && !event.defaultPrevented && this.#id) {
      this.#context.close();
    }
  }

  #button(testid, name, label, onclick) {
    return h(
      'button',
      { class: `icon-button button-${testid}`, type: 'button', 'aria-label': label, title: label, data: { testid }, onclick },
      icon(name),
    );
  }
}
