import { h } from './dom.js';

const HUES = 8;

/** A round sign for a person or group: initials on a colour that stays the same. */
export function avatar(id, name, { size = 'medium', online, group } = {}) {
  return h(
    'span',
    { class: `avatar avatar-${size} hue-${hueOf(id)}${group ? ' avatar-group' : ''}`, 'aria-hidden': 'true' },
    h('span', { class: 'avatar-letters' }, initials(name)),
    online !== undefined && h('span', { class: `presence-dot${online ? ' is-online' : ''}` }),
  );
}

/** The colour that belongs to an id, as a number. */
export function hueOf(id) {
  let hash = 0;
  for (const letter of id) {
    hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  }
  return hash % HUES;
}

function initials(name) {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)].map(first) : [first(words[0] ?? '?')];
  return letters.join('').toUpperCase();
}

function first(word) {
  return [...word][0] ?? '';
}
