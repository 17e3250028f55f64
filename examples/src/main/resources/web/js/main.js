/**
 * The page. Elements for browser tests carry `data-testid`:
 *
 * - sign-in-name, sign-in-submit
 * - conversation-list; conversation (data-conversation, data-title, aria-selected) with unread-badge, mention-badge,
 *   presence (data-online), typing and conversation-preview in it; search; new-chat, new-group
 * - message (data-seq, data-key, data-state = sending|sent|delivered|read|failed, data-own, data-deleted) with
 *   message-text, message-menu, reaction (data-emoji, data-count), quote in it; retry, discard on a failed one
 * - message-menu opens: menu-react (one per emoji, data-emoji), menu-reply, menu-copy, menu-info, menu-edit,
 *   menu-delete; a question asked back is answered by confirm or cancel
 * - composer, send, mention-option; typing and presence also in the header (chat-title, chat-subtitle)
 * - contact (data-user) in the new-chat dialog; group-title, member-option (data-user), create-group in new-group
 * - details opens the group's details: member (data-user, data-role), member-menu, rename-title, rename-save,
 *   add-members, leave; readers lists who read a message: reader (data-user, data-state)
 * - offline-banner, retry-now, use-here; jump-unread, jump-end, unread-divider; back, toggle-theme, sign-out
 */
import { People } from './people.js';
import { SignIn } from './sign-in.js';
import { applyTheme } from './theme.js';
import { Workspace } from './workspace.js';

const root = document.getElementById('app');
let workspace;
const people = new People(() => workspace?.changed());

applyTheme();
if (people.session) {
  open();
} else {
  signIn();
}

function signIn(reason) {
  workspace = undefined;
  document.title = 'Parley';
  root.replaceChildren(new SignIn({ signIn: (name) => people.signIn(name), done: open, reason }).element);
  root.querySelector('input').focus();
}

async function open() {
  workspace = new Workspace({ people, ended });
  root.replaceChildren(workspace.element);
  await workspace.start();
}

function ended(reason) {
  people.signOut();
  location.hash = '';
  signIn(reason);
}
