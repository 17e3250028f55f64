import { avatar, hueOf } from './avatar.js';
import { h } from './dom.js';
import { fullTime, nameList, timeOf } from './format.js';
import { icon } from './icons.js';
import { toggleReaction } from './menus.js';
import { isOnlyEmoji, textNodes } from './message-text.js';
import { reasonFor } from './notices.js';
import { tick } from './tick.js';

/** Draws the rows of the list of messages. */
export class MessageView {
  #context;
  #actions;

  /**
   * @param {object} context
   * @param {object} actions `menu(row, at)`, `reply(message)`, `jump(seq)`
   */
  constructor(context, actions) {
    this.#context = context;
    this.#actions = actions;
  }

  /** @param {any} row one of {@link import('./message-rows.js').buildRows} */
  draw(row) {
    switch (row.kind) {
      case 'day':
        return h('div', { class: 'row row-day', role: 'separator', 'aria-label': row.label }, h('span', {}, row.label));
      case 'unread':
        return h(
          'div',
          { class: 'row row-unread', role: 'separator', 'aria-label': 'New messages', data: { testid: 'unread-divider' } },
          h('span', {}, 'New messages'),
        );
      case 'older':
        return h('div', { class: 'row row-older' }, h('span', { class: 'spinner', 'aria-label': 'Loading older messages' }));
      case 'event':
        return h('div', { class: 'row row-event' }, h('span', {}, this.#context.naming.event(row.entry)));
      default:
        return this.#message(row);
    }
  }

  #message(row) {
    const { message, own, first, last, group, status } = row;
    const { naming } = this.#context;
    const deleted = message.deleteSeq > 0;
    const text = message.content?.text ?? '';
    const large = !deleted && isOnlyEmoji(text) && message.replyTo === undefined;
    const bubble = h(
      'div',
      { class: `bubble${large ? ' is-large' : ''}${deleted ? ' is-deleted' : ''}` },
      group && !own && first && this.#author(message),
      !deleted && message.replyTo !== undefined && this.#quote(row),
      h(
        'div',
        { class: 'bubble-body' },
        h('span', { class: 'message-text', data: { testid: 'message-text' } }, this.#text(message)),
        this.#meta(row),
      ),
    );
    const element = h(
      'article',
      {
        class: `row message${own ? ' is-own' : ''}${first ? ' is-first' : ''}${last ? ' is-last' : ''}`,
        tabindex: '-1',
        'aria-label': this.#label(row),
        data: {
          testid: 'message',
          seq: message.seq === undefined ? undefined : String(message.seq),
          key: message.key,
          row: row.key,
          own: String(own),
          state: status,
          deleted: deleted ? 'true' : undefined,
        },
        oncontextmenu: (event) => {
          if (!String(getSelection())) {
            event.preventDefault();
            this.#actions.menu(row, bubble);
          }
        },
        ondblclick: () => message.seq !== undefined && !deleted && this.#actions.reply(message),
      },
      group && !own && (last ? avatar(message.sender, naming.fullName(message.sender), { size: 'tiny' }) : h('span', { class: 'avatar-gap' })),
      h('div', { class: 'bubble-column' }, h('div', { class: 'bubble-line' }, bubble, this.#tools(row, bubble)), this.#reactions(row), this.#failure(row)),
    );
    return element;
  }

  #author({ sender }) {
    return h('div', { class: `author hue-${hueOf(sender)}` }, this.#context.naming.fullName(sender));
  }

  #text(message) {
    const { naming, client } = this.#context;
    if (message.deleteSeq > 0 || typeof message.content?.text !== 'string') {
      return naming.preview(message);
    }
    const names = (message.mentions ?? []).map((user) => naming.fullName(user));
    return textNodes(message.content.text, names, naming.fullName(client.user));
  }

  #meta({ message, status }) {
    return h(
      'span',
      { class: 'meta' },
      message.editSeq > 0 && !(message.deleteSeq > 0) && h('span', { class: 'edited' }, 'edited'),
      h('time', { title: fullTime(message.time) }, timeOf(message.time)),
      status && !(message.deleteSeq > 0) && tick(status),
    );
  }

  #quote({ message, quoted }) {
    const { naming } = this.#context;
    return h(
      'button',
      {
        class: `quote hue-${quoted ? hueOf(quoted.sender) : 0}`,
        type: 'button',
        data: { testid: 'quote' },
        onclick: () => this.#actions.jump(message.replyTo),
      },
      h('span', { class: 'quote-author' }, quoted ? naming.user(quoted.sender) : 'Earlier message'),
      h('span', { class: 'quote-text' }, quoted ? naming.preview(quoted) : 'Show it'),
    );
  }

  /** What appears beside a message under the mouse, and is always there for touch. */
  #tools(row, bubble) {
    const { message } = row;
    if (message.seq === undefined) {
      return undefined;
    }
    const button = (testid, name, label, onclick) =>
      h('button', { class: 'tool', type: 'button', tabindex: '-1', 'aria-label': label, title: label, data: { testid }, onclick }, icon(name));
    return h(
      'div',
      { class: 'tools' },
      message.deleteSeq > 0 || row.conversation.role === undefined
        ? undefined
        : button('message-reply', 'reply', 'Reply', () => this.#actions.reply(message)),
      button('message-menu', 'more', 'More', () => this.#actions.menu(row, bubble)),
    );
  }

  #reactions(row) {
    const { client, naming } = this.#context;
    const byEmoji = new Map();
    for (const { emoji, user, present } of row.message.reactions ?? []) {
      if (present) {
        byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), user]);
      }
    }
    if (byEmoji.size === 0) {
      return undefined;
    }
    return h(
      'div',
      { class: 'reactions' },
      [...byEmoji].map(([emoji, users]) => {
        const mine = users.includes(client.user);
        const who = nameList(users.map((user) => naming.user(user)));
        return h(
          'button',
          {
            class: `reaction${mine ? ' is-mine' : ''}`,
            type: 'button',
            tabindex: '-1',
            title: who,
            'aria-label': `${emoji} ${who}`,
            'aria-pressed': String(mine),
            data: { testid: 'reaction', emoji, count: String(users.length) },
            onclick: () => toggleReaction(this.#context, row.conversation, row.message, emoji),
          },
          emoji,
          users.length > 1 && h('span', {}, String(users.length)),
        );
      }),
    );
  }

  #failure({ message, status }) {
    if (status !== 'failed') {
      return undefined;
    }
    const { client } = this.#context;
    return h(
      'div',
      { class: 'failure' },
      h('span', {}, `Not sent. ${reasonFor(message.failure ?? {})}`),
      h('button', { type: 'button', class: 'link', data: { testid: 'retry' }, onclick: () => client.retry(message.key) }, 'Try again'),
      h('button', { type: 'button', class: 'link', data: { testid: 'discard' }, onclick: () => client.discard(message.key) }, 'Discard'),
    );
  }

  #label({ message, status }) {
    const { naming } = this.#context;
    return [`${naming.user(message.sender)}: ${naming.preview(message)}`, timeOf(message.time), status].filter(Boolean).join(', ');
  }
}
