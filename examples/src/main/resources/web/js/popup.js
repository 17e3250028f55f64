import { h, moveFocus } from './dom.js';
import { icon } from './icons.js';

const MARGIN = 8;
let open;

/**
 * Opens a menu beside an element; closes whatever menu was open. Arrow keys move, Escape and a click outside close.
 * @param {HTMLElement} at
 * @param {object} options
 * @param {string} options.label for screen readers
 * @param {Node[]} options.children
 * @param {() => void} [options.closed]
 */
export function openPopup(at, { label, children, closed }) {
  closePopup();
  const before = document.activeElement;
  const popup = h('div', { class: 'popup', role: 'menu', 'aria-label': label }, ...children);
  const outside = (event) => {
    if (!popup.contains(event.target)) {
      closePopup();
    }
  };
  popup.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      closePopup();
    } else {
      moveAmong(event, [...popup.querySelectorAll('button')]);
    }
  });
  // Inside a dialog everything outside of it is inert, so the menu goes into it.
  (at.closest('dialog') ?? document.body).append(popup);
  place(popup, at.getBoundingClientRect());
  setTimeout(() => document.addEventListener('pointerdown', outside, true));
  open = () => {
    open = undefined;
    document.removeEventListener('pointerdown', outside, true);
    const hadFocus = popup.contains(document.activeElement);
    popup.remove();
    if (hadFocus && before?.isConnected) {
      before.focus({ preventScroll: true });
    }
    closed?.();
  };
  popup.querySelector('button')?.focus({ preventScroll: true });
}

/** Closes the open menu, if one is. */
export function closePopup() {
  open?.();
}

/** One line of a menu. */
export function menuItem({ name, label, testid, danger, action }) {
  return h(
    'button',
    {
      class: `menu-item${danger ? ' is-danger' : ''}`,
      role: 'menuitem',
      type: 'button',
      data: { testid },
      onclick: () => {
        closePopup();
        action();
      },
    },
    icon(name),
    label,
  );
}

function moveAmong(event, buttons) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    buttons[Math.min(Math.max(buttons.indexOf(document.activeElement) + step, 0), buttons.length - 1)].focus();
  } else {
    moveFocus(event, buttons);
  }
}

function place(popup, target) {
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = target.bottom + MARGIN + height < innerHeight;
  const top = below ? target.bottom + 4 : Math.max(MARGIN, target.top - height - 4);
  // Towards the side with more room.
  const wanted = target.left + target.right < innerWidth ? target.left : target.right - width;
  const left = Math.min(Math.max(MARGIN, wanted), innerWidth - width - MARGIN);
  popup.style.top = `${top}px`;
  popup.style.left = `${left}px`;
}
