import { h, set } from './dom.js';
import { icon } from './icons.js';
import { Mentions } from './mentions.js';
import { emojiPicker } from './menus.js';
import { orToast, toast } from './notices.js';

const MAX_CODE_POINTS = 100_000;

/** Where messages are written, answered and edited. What was begun in a conversation stays there until it is sent. */
export class Composer {
  #context;
  #conversation;
  #drafts = new Map();
  #mode = {};
  #sent;
  #mentions;
  #about = h('div', { class: 'composer-about', hidden: true });
  #closed = h('p', { class: 'composer-closed', hidden: true }, 'You are no longer a member of this group.');
  #field = h('textarea', {
    class: 'composer-field',
    rows: '1',
    placeholder: 'Message',
    'aria-label': 'Message',
    enterkeyhint: 'send',
    data: { testid: 'composer' },
    oninput: () => this.#changed(),
    onkeydown: (event) => this.#key(event),
    onclick: () => this.#mentions.update(),
  });
  #send = h(
    'button',
    { class: 'send', type: 'submit', 'aria-label': 'Send', title: 'Send', data: { testid: 'send' }, disabled: true },
    icon('send'),
  );
  #form;

  /**
   * @param {object} context
   * @param {{sent: () => void, newestOwn: () => any}} options `sent` hears of each message, `newestOwn` is what the up
   *     arrow edits
   */
  constructor(context, { sent, newestOwn }) {
    this.#context = context;
    this.#sent = sent;
    this.newestOwn = newestOwn;
    this.#mentions = new Mentions(this.#field, () => this.#candidates());
    const emoji = h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': 'Insert an emoji',
        title: 'Emoji',
        data: { testid: 'emoji' },
        onclick: () => emojiPicker(emoji, (chosen) => this.#insert(chosen)),
      },
      icon('smile'),
    );
    this.#form = h(
      'form',
      { class: 'composer-form', onsubmit: (event) => this.#submitted(event) },
      emoji,
      this.#field,
      this.#send,
    );
    this.element = h('footer', { class: 'composer' }, this.#mentions.element, this.#about, this.#form, this.#closed);
  }

  /** Turns to another conversation, with what was begun there. */
  open(conversation) {
    this.#keepDraft();
    this.#conversation = conversation;
    this.#mode = {};
    this.#field.value = this.#drafts.get(conversation.id) ?? '';
    this.#drawMode();
    this.#changed({ typing: false });
    this.update();
  }

  update() {
    const open = this.#conversation.role !== undefined;
    this.#form.hidden = !open;
    this.#closed.hidden = open;
  }

  focus() {
    this.#field.focus();
  }

  reply(message) {
    this.#mode = { reply: message };
    this.#drawMode();
    this.focus();
  }

  edit(message) {
    this.#keepDraft();
    this.#mode = { edit: message };
    this.#field.value = message.content.text;
    this.#drawMode();
    this.#changed({ typing: false });
    this.focus();
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
  }

  #submitted(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (text === '') {
      return;
    }
    if ([...text].length > MAX_CODE_POINTS) {
      toast('This message is too long: at most 100,000 characters fit.');
      return;
    }
    const { client } = this.#context;
    const { id } = this.#conversation;
    const draft = { text, mentions: this.#mentions.in(text) };
    const { reply, edit } = this.#mode;
    if (edit) {
      if (text !== edit.content.text) {
        orToast(client.edit(id, edit.seq, draft).outcome);
      }
    } else {
      // A refused message says so where it stands.
      client.send(id, { ...draft, replyTo: reply?.seq });
    }
    this.#leaveMode({ sent: true });
    if (!edit) {
      this.#sent();
    }
  }

  #leaveMode({ sent = false } = {}) {
    const { id } = this.#conversation;
    if (this.#mode.edit) {
      this.#field.value = this.#drafts.get(id) ?? '';
    } else if (sent) {
      this.#drafts.delete(id);
      this.#field.value = '';
    }
    this.#mode = {};
    this.#drawMode();
    this.#changed({ typing: false });
  }

  #keepDraft() {
    if (this.#conversation && !this.#mode.edit) {
      this.#drafts.set(this.#conversation.id, this.#field.value);
    }
  }

  #changed({ typing = true } = {}) {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    const empty = this.#field.value.trim() === '';
    this.#send.disabled = empty;
    if (typing && !this.#mode.edit) {
      this.#context.client.typing(this.#conversation.id, !empty);
    }
    this.#mentions.update();
  }

  #key(event) {
    if (this.#mentions.key(event)) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === 'Escape' && (this.#mode.reply || this.#mode.edit)) {
      event.stopPropagation();
      this.#leaveMode();
    } else if (event.key === 'ArrowUp' && this.#field.value === '' && !event.altKey) {
      const own = this.newestOwn();
      if (own) {
        event.preventDefault();
        this.edit(own);
      }
    }
  }

  #insert(text) {
    this.#field.setRangeText(text, this.#field.selectionStart, this.#field.selectionEnd, 'end');
    this.#changed();
    this.focus();
  }

  #candidates() {
    const { naming } = this.#context;
    return this.#conversation.othersMarks
      .map(({ user }) => ({ user, name: naming.fullName(user) }))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  #drawMode() {
    const { reply, edit } = this.#mode;
    const about = reply ?? edit;
    this.#about.hidden = !about;
    if (!about) {
      set(this.#about);
      return;
    }
    const { naming } = this.#context;
    const whose = reply ? naming.user(reply.sender) : '';
    set(
      this.#about,
      icon(edit ? 'pencil' : 'reply'),
      h(
        'div',
        { class: 'about-text' },
        h('span', { class: 'about-title' }, edit ? 'Edit message' : `Reply to ${whose === 'You' ? 'yourself' : whose}`),
        h('span', { class: 'ellipsis' }, naming.preview(about)),
      ),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': 'Cancel', data: { testid: 'composer-cancel' }, onclick: () => this.#leaveMode() },
        icon('close'),
      ),
    );
  }
}
