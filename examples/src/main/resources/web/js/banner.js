import { h, set } from './dom.js';
import { count } from './format.js';
import { icon } from './icons.js';

/** A moment without connection is nothing to tell about. */
const PATIENCE_MS = 1_000;

/** Says when there is no connection, and what waits for one. */
export class Banner {
  #client;
  #timer;
  #patient = true;
  #shown = '';

  constructor({ client }) {
    this.#client = client;
    this.element = h('div', { class: 'banner-place', role: 'status' });
  }

  update() {
    const { state, name } = this.#client.state;
    if (state === 'online' || state === 'stopped') {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#patient = true;
      this.#show('');
    } else if (name === 'displaced') {
      this.#show('displaced');
    } else if (!this.#patient) {
      this.#show('offline');
    } else {
      this.#timer ??= setTimeout(() => {
        this.#patient = false;
        this.update();
      }, PATIENCE_MS);
    }
  }

  #show(what) {
    const waiting = what === 'offline' ? this.#client.pending.length : 0;
    const shown = `${what}${waiting}`;
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    if (what === '') {
      set(this.element);
    } else if (what === 'displaced') {
      set(this.element, this.#banner('This chat was opened in another window.', 'use-here', 'Use here', () => this.#client.start()));
    } else {
      const queue = waiting > 0 ? ` ${count(waiting, 'message')} will be sent when you are back.` : '';
      set(this.element, this.#banner(`No connection.${queue}`, 'retry-now', 'Try now', () => this.#client.wake()));
    }
  }

  #banner(text, testid, action, onclick) {
    return h(
      'div',
      { class: 'banner', data: { testid: 'offline-banner' } },
      icon('cloud'),
      h('span', {}, text),
      h('button', { class: 'banner-action', type: 'button', data: { testid }, onclick }, action),
    );
  }
}
