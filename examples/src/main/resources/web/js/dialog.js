import { h } from './dom.js';
import { icon } from './icons.js';
import { closePopup } from './popup.js';

let dialogs = 0;

/**
 * Shows a dialog; Escape, its cross and a click beside it close it.
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.testid]
 * @param {(close: () => void) => any} options.body makes what is in it
 * @param {() => void} [options.closed]
 * @returns {{element: HTMLDialogElement, close: () => void}}
 */
export function dialog({ title, testid, body, closed }) {
  closePopup();
  const close = () => element.close();
  const headingId = `dialog-${++dialogs}`;
  const heading = h('h2', { id: headingId }, title);
  const element = h(
    'dialog',
    {
      class: 'dialog',
      'aria-labelledby': headingId,
      data: { testid },
      onclick: (event) => event.target === element && close(),
      onclose: () => {
        closePopup();
        element.remove();
        closed?.();
      },
    },
    h(
      'div',
      { class: 'dialog-card' },
      h(
        'header',
        { class: 'dialog-header' },
        heading,
        h(
          'button',
          { class: 'icon-button', type: 'button', 'aria-label': 'Close', data: { testid: 'dialog-close' }, onclick: close },
          icon('close'),
        ),
      ),
      body(close),
    ),
  );
  document.body.append(element);
  element.showModal();
  return { element, close };
}

/** Asks whether to go on; resolves true if so. */
export function confirm({ title, text, action, danger }) {
  return new Promise((resolve) => {
    let answer = false;
    dialog({
      title,
      closed: () => resolve(answer),
      body: (close) =>
        h(
          'div',
          { class: 'dialog-body' },
          h('p', { class: 'dialog-text' }, text),
          h(
            'footer',
            { class: 'dialog-actions' },
            h('button', { class: 'button', type: 'button', data: { testid: 'cancel' }, onclick: close }, 'Cancel'),
            h(
              'button',
              {
                class: `button ${danger ? 'button-danger' : 'button-primary'}`,
                type: 'button',
                autofocus: true,
                data: { testid: 'confirm' },
                onclick: () => {
                  answer = true;
                  close();
                },
              },
              action,
            ),
          ),
        ),
    });
  });
}
