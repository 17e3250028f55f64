import { h } from './dom.js';

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/gu;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s){1,24}$/u;

/**
 * A message's text as nodes: text, links that open elsewhere, and the names of those it mentions. Nothing of it is ever
 * read as markup.
 * @param {string} text
 * @param {string[]} names of those mentioned, without the @
 * @param {string | undefined} ownName
 */
export function textNodes(text, names, ownName) {
  const mentions = names.length > 0 ? new RegExp(`@(?:${names.map(escaped).join('|')})`, 'gu') : undefined;
  return split(text, LINK, (url) =>
    h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, url),
  ).flatMap((part) =>
    typeof part === 'string' && mentions
      ? split(part, mentions, (name) => h('span', { class: `mention${name === `@${ownName}` ? ' is-me' : ''}` }, name))
      : [part],
  );
}

/** Whether a text is nothing but a few emoji, which are shown large. */
export function isOnlyEmoji(text) {
  return text.length <= 24 && ONLY_EMOJI.test(text) && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text);
}

function split(text, pattern, make) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index), make(match[0]));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== '');
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
