import { h, set } from './dom.js';
import { icon } from './icons.js';
import { messageMenu } from './menus.js';
import { buildRows, rowKey } from './message-rows.js';
import { MessageView } from './message-view.js';
import { orToast } from './notices.js';
import { VirtualList } from './virtual-list.js';

/** Older history is read when the reader is this close to the beginning of what is held. */
const OLDER_WITHIN_PX = 900;
const OLDER_PAGE = 50;
const HEIGHTS = { day: 44, unread: 40, older: 48, event: 32, message: 44 };

/** What was said in a conversation, and what of it the user has seen. */
export class MessageList {
  #context;
  #conversation;
  #list;
  #view;
  #actions;
  #unreadFrom;
  #loading = false;
  #version = 0;
  #names = '';
  #scroller = h('div', {
    class: 'messages',
    role: 'feed',
    'aria-label': 'Messages',
    tabindex: '0',
    data: { testid: 'messages' },
    onkeydown: (event) => this.#key(event),
  });
  #content = h('div', { class: 'messages-content', role: 'presentation' });
  #toUnread = h(
    'button',
    { class: 'jump jump-unread', type: 'button', hidden: true, data: { testid: 'jump-unread' }, onclick: () => this.#jumpToUnread() },
  );
  #toEnd = h(
    'button',
    {
      class: 'jump jump-end',
      type: 'button',
      hidden: true,
      'aria-label': 'To the newest message',
      data: { testid: 'jump-end' },
      onclick: () => this.toEnd(),
    },
  );

  constructor(context, actions) {
    this.#context = context;
    this.#actions = actions;
    this.#scroller.append(this.#content);
    this.element = h('div', { class: 'messages-place' }, this.#scroller, this.#toUnread, this.#toEnd);
    this.#view = new MessageView(context, {
      menu: (row, at) => this.#menu(row, at),
      reply: (message) => actions.reply(message),
      jump: (seq) => this.#jumpTo(seq),
    });
    this.#list = new VirtualList({
      scroller: this.#scroller,
      content: this.#content,
      draw: (row, again) => this.#draw(row, again),
      estimate: (row) => HEIGHTS[row.kind] + 20 * Math.floor((row.message?.content?.text?.length ?? 0) / 60),
      onMove: () => this.#moved(),
    });
  }

  /** Turns to another conversation: to where the user stopped reading, if there is something new. */
  open(conversation) {
    this.#conversation = conversation;
    this.#list.clear();
    this.#unreadFrom = this.#firstUnread();
    this.#opening = true;
    this.update();
    this.#opening = false;
    if (this.#unreadFrom !== undefined && !this.#unreadIsFar()) {
      this.#list.show('unread', 0.2);
    }
    this.#moved();
  }

  #opening = false;

  update() {
    this.#renamed();
    this.#unreadFrom ??= document.hasFocus() && !document.hidden ? undefined : this.#firstUnread();
    this.#list.setRows(
      buildRows({
        conversation: this.#conversation,
        unreadFrom: this.#unreadFrom,
        me: this.#context.client.user,
        version: this.#version,
      }),
    );
  }

  toEnd() {
    this.#unreadFrom = undefined;
    this.#list.toEnd();
  }

  /** The newest message of one's own that can be edited. */
  newestOwn() {
    const { client } = this.#context;
    return this.#conversation
      .rows()
      .findLast((row) => row.sender === client.user && row.type === 'message' && row.seq && !row.deleteSeq && row.content?.text);
  }

  #draw(row, again) {
    const element = this.#view.draw(row);
    if (!again && !this.#opening && row.kind === 'message' && row.message === this.#conversation.rows().at(-1)) {
      element.classList.add('is-new');
    }
    return element;
  }

  /** Names stand in many rows: when one changes, all are drawn again. */
  #renamed() {
    const names = this.#context.people.contacts.map(({ name }) => name).join('\n');
    if (names !== this.#names) {
      this.#names = names;
      this.#version++;
    }
  }

  #firstUnread() {
    const { client } = this.#context;
    const { unreadFrom } = this.#conversation;
    return this.#conversation
      .rows()
      .find((row) => row.type === 'message' && row.sender !== client.user && row.seq >= unreadFrom && !row.deleteSeq)?.seq;
  }

  /** Whether the first unread message lies before what is held. */
  #unreadIsFar() {
    const { first } = this.#conversation.timeline;
    return this.#conversation.hasOlder && first > this.#conversation.unreadFrom;
  }

  #moved() {
    if (!this.#conversation || this.#opening) {
      return;
    }
    this.#markSeen();
    this.#loadOlder();
    this.#drawJumps();
  }

  /** What is in view of a window that is looked at has been read. */
  #markSeen() {
    if (document.hidden || !document.hasFocus() || !this.#scroller.isConnected) {
      return;
    }
    for (let index = this.#list.lastInView(); index >= 0; index--) {
      const row = this.#list.rows[index];
      const seq = (row.message ?? row.entry)?.seq;
      if (seq !== undefined) {
        const end = this.#list.atEnd ? undefined : seq;
        this.#context.client.markRead(this.#conversation.id, end);
        return;
      }
    }
  }

  async #loadOlder() {
    if (this.#loading || this.#scroller.scrollTop > OLDER_WITHIN_PX || !this.#conversation.hasOlder) {
      return;
    }
    this.#loading = true;
    const { id } = this.#conversation;
    try {
      await this.#context.client.loadOlder(id, OLDER_PAGE);
    } catch (error) {
      // Without a connection there is nothing older to be had; scrolling or coming back online tries again.
      if (!error.retryable) {
        throw error;
      }
    } finally {
      this.#loading = false;
    }
  }

  #drawJumps() {
    const unread = this.#conversation.unread();
    const far = unread.messages > 0 && this.#unreadIsFar();
    const above = far || (this.#unreadFrom !== undefined && this.#list.isAbove('unread') && !this.#list.atEnd);
    this.#toUnread.hidden = !above;
    if (above) {
      const number = unread.messages > 0 ? `${unread.messages}${unread.capped ? '+' : ''} new` : 'New';
      set(this.#toUnread, icon('up'), `${number} messages`);
    }
    this.#toEnd.hidden = this.#list.atEnd;
    set(this.#toEnd, icon('down'), unread.messages > 0 && !far && h('span', { class: 'badge' }, String(unread.messages)));
  }

  async #jumpToUnread() {
    const { client } = this.#context;
    const conversation = this.#conversation;
    await orToast(client.loadBackTo(conversation.id, conversation.unreadFrom));
    if (this.#conversation === conversation) {
      this.#unreadFrom = this.#unreadIsFar() ? this.#unreadFrom : (this.#firstUnread() ?? this.#unreadFrom);
      this.update();
      this.#list.show('unread', 0.2);
    }
  }

  async #jumpTo(seq) {
    const conversation = this.#conversation;
    await orToast(this.#context.client.loadBackTo(conversation.id, seq));
    const row = conversation.rows().find((entry) => entry.seq === seq);
    if (row && this.#conversation === conversation) {
      this.update();
      this.#list.show(rowKey(row))?.classList.add('is-found');
    }
  }

  #menu(row, at) {
    if (row.message.seq === undefined) {
      return;
    }
    const { message } = row;
    messageMenu(this.#context, this.#conversation, message, at, {
      reply: () => this.#actions.reply(message),
      edit: () => this.#actions.edit(message),
    });
  }

  /** Arrow keys move from message to message; Enter opens what can be done with one. */
  #key(event) {
    const { rows } = this.#list;
    const focused = document.activeElement?.dataset?.row;
    const at = rows.findIndex((row) => row.key === focused);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined && !event.altKey) {
      event.preventDefault();
      const next = this.#nextMessage(at < 0 ? rows.length : at, at < 0 ? -1 : step);
      if (next) {
        this.#focusRow(next);
      } else if (step > 0) {
        this.toEnd();
        this.#actions.write();
      }
    } else if (event.key === 'End') {
      event.preventDefault();
      this.toEnd();
    } else if ((event.key === 'Enter' || event.key === 'ContextMenu') && at >= 0 && event.target === document.activeElement) {
      event.preventDefault();
      this.#menu(rows[at], document.activeElement.querySelector('.bubble'));
    } else if (event.key === 'r' && at >= 0 && !event.ctrlKey && !event.metaKey && event.target.dataset.row) {
      event.preventDefault();
      this.#actions.reply(rows[at].message);
    }
  }

  #nextMessage(from, step) {
    for (let index = from + step; index >= 0 && index < this.#list.rows.length; index += step) {
      if (this.#list.rows[index].kind === 'message') {
        return this.#list.rows[index];
      }
    }
    return undefined;
  }

  #focusRow(row) {
    const shown = [...this.#content.children].find((node) => node.dataset.row === row.key);
    const inside =
      shown &&
      shown.getBoundingClientRect().top >= this.#scroller.getBoundingClientRect().top &&
      shown.getBoundingClientRect().bottom <= this.#scroller.getBoundingClientRect().bottom;
    const node = inside ? shown : this.#list.show(row.key, 0.4);
    node?.focus({ preventScroll: true });
  }
}
