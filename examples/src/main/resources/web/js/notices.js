import { h } from './dom.js';

const SHOWN_MS = 5_000;
let tray;

/** Tells the user something for a moment. */
export function toast(text) {
  tray ??= document.body.appendChild(h('div', { class: 'toasts', role: 'alert' }));
  const note = h('div', { class: 'toast' }, text);
  tray.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

/** Tells a screen reader something. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

const REASONS = {
  rate_limited: 'You are going too fast. Please wait a moment.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'That is no longer there.',
  owner_required: 'A group needs an owner: make somebody else owner first.',
  limit_exceeded: 'That is more than the server takes.',
  invalid_text: 'The server does not take this text.',
  rejected: 'The server did not take it.',
  connection_lost: 'There is no connection right now. Please try again.',
};

/** What to tell a user about an error or a refused write. */
export function reasonFor({ code, message }) {
  return REASONS[code] ?? message ?? 'That did not work.';
}

/** Waits for a write and says so when it was refused. */
export function orToast(promise) {
  return promise.then(
    (result) => {
      if (result?.outcome === 'REJECTED') {
        toast(reasonFor(result));
      }
      return result;
    },
    (error) => {
      toast(reasonFor(error));
      return undefined;
    },
  );
}
