import { avatar } from './avatar.js';
import { h, set } from './dom.js';

const MAX_SHOWN = 6;

/** Completes names after an @ in the composer. */
export class Mentions {
  #field;
  #candidates;
  #active = 0;
  #found = [];
  #start = 0;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {() => {user: string, name: string}[]} candidates
   */
  constructor(field, candidates) {
    this.#field = field;
    this.#candidates = candidates;
    this.element = h('div', { class: 'mentions', id: 'mentions', role: 'listbox', 'aria-label': 'Mention', hidden: true });
    field.setAttribute('aria-controls', 'mentions');
    field.setAttribute('aria-autocomplete', 'list');
  }

  /** The text or the caret changed. */
  update() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const match = /(?:^|\s)@([^\s@]*)$/u.exec(before);
    const typed = match?.[1].toLowerCase();
    this.#start = match ? before.length - match[1].length - 1 : 0;
    this.#found = match
      ? this.#candidates()
          .filter(({ name }) => name.toLowerCase().split(/\s+/u).concat(name.toLowerCase()).some((word) => word.startsWith(typed)))
          .slice(0, MAX_SHOWN)
      : [];
    this.#active = 0;
    this.#draw();
  }

  /** Handles a key while names are shown; returns whether it was one of its own. */
  key(event) {
    if (this.#found.length === 0 || event.isComposing) {
      return false;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      this.#active = (this.#active + step + this.#found.length) % this.#found.length;
      this.#draw();
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      this.#choose(this.#found[this.#active]);
    } else if (event.key === 'Escape') {
      this.#found = [];
      this.#draw();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** The users whose names stand in a text after an @. */
  in(text) {
    return this.#candidates()
      .filter(({ name }) => text.includes(`@${name}`))
      .map(({ user }) => user);
  }

  #choose({ name }) {
    this.#field.setRangeText(`@${name} `, this.#start, this.#field.selectionStart, 'end');
    this.#field.dispatchEvent(new Event('input', { bubbles: true }));
    this.#field.focus();
  }

  #draw() {
    this.element.hidden = this.#found.length === 0;
    this.#field.setAttribute('aria-expanded', String(this.#found.length > 0));
    const options = this.#found.map((candidate, index) =>
      h(
        'div',
        {
          class: 'mention-option',
          id: `mention-${index}`,
          role: 'option',
          'aria-selected': String(index === this.#active),
          data: { testid: 'mention-option', user: candidate.user },
          // Before the field loses the focus.
          onpointerdown: (event) => {
            event.preventDefault();
            this.#choose(candidate);
          },
        },
        avatar(candidate.user, candidate.name, { size: 'tiny' }),
        candidate.name,
      ),
    );
    set(this.element, options);
    if (this.#found.length > 0) {
      this.#field.setAttribute('aria-activedescendant', `mention-${this.#active}`);
    } else {
      this.#field.removeAttribute('aria-activedescendant');
    }
  }
}
