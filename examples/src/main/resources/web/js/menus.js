import { confirm } from './dialog.js';
import { details } from './dialog-details.js';
import { readers } from './dialog-readers.js';
import { h } from './dom.js';
import { FOREVER, isMuted } from './muting.js';
import { orToast, toast } from './notices.js';
import { closePopup, menuItem, openPopup } from './popup.js';

export const QUICK_EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '👀'];

const MORE_EMOJI = [
  ...['😀', '😄', '😅', '😊', '😍', '😘', '😎', '🤔', '😴', '😭', '😡', '🤯', '🥳', '🤝', '👏', '💪'],
  ...['🔥', '✨', '💯', '✅', '❌', '❓', '❗', '⭐', '💡', '🚀', '☕', '🍕', '🎂', '🎁', '🐛', '💙'],
];

/** What can be done with a conversation. */
export function conversationMenu(context, conversation, at) {
  const { client } = context;
  const muted = isMuted(conversation);
  const { pinned } = conversation;
  openPopup(at, {
    label: 'Conversation',
    children: [
      menuItem({
        name: 'info',
        label: conversation.kind === 'direct' ? 'About this person' : 'Group details',
        testid: 'menu-details',
        action: () => details(context, conversation.id),
      }),
      menuItem({
        name: 'pin',
        label: pinned ? 'Unpin' : 'Pin to top',
        testid: 'menu-pin',
        action: () => orToast(client.configure(conversation.id, { pinned: !pinned })),
      }),
      menuItem({
        name: muted ? 'bell' : 'mute',
        label: muted ? 'Unmute' : 'Mute',
        testid: 'menu-mute',
        action: () => orToast(client.configure(conversation.id, { mutedUntil: muted ? null : FOREVER })),
      }),
      conversation.unread().messages > 0 &&
        menuItem({
          name: 'checks',
          label: 'Mark as read',
          testid: 'menu-mark-read',
          action: () => client.markRead(conversation.id),
        }),
    ].filter(Boolean),
  });
}

/**
 * What can be done with a message.
 * @param {object} context
 * @param {object} conversation
 * @param {object} row the message
 * @param {HTMLElement} at
 * @param {{reply: () => void, edit: () => void}} actions those of the composer
 */
export function messageMenu(context, conversation, row, at, { reply, edit }) {
  const { client } = context;
  const own = row.sender === client.user;
  const member = conversation.role !== undefined;
  const mayDelete = own || (conversation.kind !== 'direct' && ['owner', 'admin'].includes(conversation.role));
  const deleted = row.deleteSeq > 0;
  openPopup(at, {
    label: 'Message',
    children: [
      member && !deleted && reactionBar(context, conversation, row),
      member && !deleted && menuItem({ name: 'reply', label: 'Reply', testid: 'menu-reply', action: reply }),
      !deleted && menuItem({ name: 'copy', label: 'Copy text', testid: 'menu-copy', action: () => copy(row) }),
      menuItem({
        name: 'info',
        label: own ? 'Message info' : 'Info',
        testid: 'menu-info',
        action: () => readers(context, conversation.id, row),
      }),
      own && member && !deleted && menuItem({ name: 'pencil', label: 'Edit', testid: 'menu-edit', action: edit }),
      mayDelete &&
        member &&
        !deleted &&
        menuItem({
          name: 'trash',
          label: 'Delete for everyone',
          testid: 'menu-delete',
          danger: true,
          action: () => remove(context, conversation, row),
        }),
    ].filter(Boolean),
  });
}

/** Opens a choice of emoji. */
export function emojiPicker(at, chosen) {
  openPopup(at, {
    label: 'Emoji',
    children: [
      h(
        'div',
        { class: 'emoji-grid' },
        [...QUICK_EMOJI, ...MORE_EMOJI].map((emoji) =>
          h(
            'button',
            {
              class: 'emoji-button',
              type: 'button',
              role: 'menuitem',
              'aria-label': emoji,
              data: { testid: 'emoji-option', emoji },
              onclick: () => {
                closePopup();
                chosen(emoji);
              },
            },
            emoji,
          ),
        ),
      ),
    ],
  });
}

/** Sets a reaction, or takes one's own back. */
export function toggleReaction({ client }, conversation, row, emoji) {
  const mine = row.reactions.some((state) => state.user === client.user && state.emoji === emoji && state.present);
  orToast(client.react(conversation.id, row.seq, emoji, !mine).outcome);
}

function reactionBar(context, conversation, row) {
  return h(
    'div',
    { class: 'reaction-bar', role: 'group', 'aria-label': 'React' },
    QUICK_EMOJI.map((emoji) =>
      h(
        'button',
        {
          class: 'emoji-button',
          type: 'button',
          role: 'menuitem',
          'aria-label': `React with ${emoji}`,
          data: { testid: 'menu-react', emoji },
          onclick: () => {
            closePopup();
            toggleReaction(context, conversation, row, emoji);
          },
        },
        emoji,
      ),
    ),
  );
}

async function remove({ client }, conversation, row) {
  const sure = await confirm({
    title: 'Delete this message?',
    text: 'It will be gone for everyone in this chat.',
    action: 'Delete',
    danger: true,
  });
  if (sure) {
    orToast(client.delete(conversation.id, row.seq).outcome);
  }
}

async function copy(row) {
  try {
    await navigator.clipboard.writeText(row.content?.text ?? '');
    toast('Copied');
  } catch {
    toast('The browser did not allow copying.');
  }
}
