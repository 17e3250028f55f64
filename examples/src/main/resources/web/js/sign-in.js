import { h, set } from './dom.js';

/** Asks who is there. */
export class SignIn {
  #signIn;
  #done;
  #problem = h('p', { class: 'sign-in-problem', role: 'alert' });
  #name = h('input', {
    id: 'name',
    class: 'field',
    data: { testid: 'sign-in-name' },
    autocomplete: 'nickname',
    maxlength: '40',
    placeholder: 'Ada',
    required: true,
  });
  #submit = h('button', { class: 'button button-primary', type: 'submit', data: { testid: 'sign-in-submit' } }, 'Continue');

  constructor({ signIn, done, reason }) {
    this.#signIn = signIn;
    this.#done = done;
    set(this.#problem, reason);
    this.element = h(
      'main',
      { class: 'sign-in' },
      h(
        'form',
        { class: 'sign-in-card', onsubmit: (event) => this.#submitted(event) },
        h('img', { class: 'sign-in-logo', src: '/icon.svg', alt: '', width: '56', height: '56' }),
        h('h1', {}, 'Welcome to Parley'),
        h('p', { class: 'sign-in-lead' }, 'Pick a name to start chatting. Open a second window to be somebody else.'),
        h('label', { class: 'label', for: 'name' }, 'Your name'),
        this.#name,
        this.#problem,
        this.#submit,
      ),
    );
  }

  async #submitted(event) {
    event.preventDefault();
    const name = this.#name.value.trim();
    if (name === '') {
      return;
    }
    this.#submit.disabled = true;
    set(this.#problem);
    try {
      await this.#signIn(name);
      this.#done();
    } catch (error) {
      set(this.#problem, error.message);
      this.#submit.disabled = false;
      this.#name.focus();
    }
  }
}
