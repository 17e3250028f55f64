import { avatar } from './avatar.js';
import { dialog } from './dialog.js';
import { h, moveFocus, set } from './dom.js';
import { count, lastSeen } from './format.js';
import { orToast } from './notices.js';

/** Chooses somebody to write to. */
export function newChat(context) {
  const list = contactList(context, {
    make: ({ user, name }) =>
      person(context, user, name, {
        testid: 'contact',
        onclick: () => {
          shown.close();
          newChat.with(context, user);
        },
      }),
  });
  const shown = dialog({ title: 'New chat', testid: 'new-chat-dialog', closed: list.stop, body: () => list.element });
  list.focus();
}

/** Opens the chat with a user, which begins if there is none. */
newChat.with = async ({ client, open }, user) => {
  const existing = client.conversations().find((conversation) => conversation.peer === user);
  const conversation = existing ?? (await orToast(client.openDirect(user)));
  if (conversation) {
    open(conversation.id);
  }
};

/** Makes a group. */
export function newGroup(context) {
  const title = h('input', {
    class: 'field',
    id: 'group-title',
    maxlength: '100',
    placeholder: 'What is it about?',
    data: { testid: 'group-title' },
    oninput: () => check(),
  });
  const create = h(
    'button',
    { class: 'button button-primary', type: 'button', data: { testid: 'create-group' }, onclick: () => make() },
    'Create group',
  );
  const members = choice(context, { exclude: new Set(), changed: () => check() });
  const check = () => {
    create.disabled = title.value.trim() === '';
    set(create, members.chosen.size > 0 ? `Create group of ${members.chosen.size + 1}` : 'Create group');
  };
  const make = async () => {
    create.disabled = true;
    const group = await orToast(
      context.client.createGroup({ title: title.value.trim(), members: [...members.chosen], history: 'full' }),
    );
    if (group) {
      shown.close();
      context.open(group.id);
    } else {
      create.disabled = false;
    }
  };
  const shown = dialog({
    title: 'New group',
    testid: 'new-group-dialog',
    closed: members.stop,
    body: () =>
      h(
        'div',
        { class: 'dialog-body' },
        h('label', { class: 'label', for: 'group-title' }, 'Name'),
        title,
        h('p', { class: 'label' }, 'Members'),
        members.element,
        h('footer', { class: 'dialog-actions' }, create),
      ),
  });
  check();
  title.focus();
}

/** Adds people to a group. */
export function addMembers(context, conversation, present) {
  const add = h(
    'button',
    {
      class: 'button button-primary',
      type: 'button',
      disabled: true,
      data: { testid: 'add-selected' },
      onclick: () => {
        shown.close();
        orToast(context.client.addMembers(conversation.id, [...members.chosen]).outcome);
      },
    },
    'Add',
  );
  const members = choice(context, {
    exclude: present,
    changed: () => {
      add.disabled = members.chosen.size === 0;
      set(add, members.chosen.size > 0 ? `Add ${count(members.chosen.size, 'person').replace('persons', 'people')}` : 'Add');
    },
  });
  const shown = dialog({
    title: 'Add people',
    testid: 'add-members-dialog',
    closed: members.stop,
    body: () => h('div', { class: 'dialog-body' }, members.element, h('footer', { class: 'dialog-actions' }, add)),
  });
  members.focus();
}

/** Contacts with a check mark each. */
function choice(context, { exclude, changed }) {
  const chosen = new Set();
  const list = contactList(context, {
    exclude,
    make: ({ user, name }) => {
      const option = person(context, user, name, {
        testid: 'member-option',
        checked: chosen.has(user),
        onclick: () => {
          const added = !chosen.delete(user) && chosen.add(user);
          option.setAttribute('aria-checked', String(Boolean(added)));
          changed();
        },
      });
      return option;
    },
  });
  return { ...list, chosen };
}

function contactList(context, { make, exclude = new Set() }) {
  const items = h('div', { class: 'people', role: 'group', 'aria-label': 'People' });
  const query = h('input', {
    class: 'field',
    type: 'search',
    placeholder: 'Search people',
    'aria-label': 'Search people',
    data: { testid: 'contact-search' },
    oninput: () => draw(),
  });
  const draw = () => {
    const wanted = query.value.trim().toLowerCase();
    const found = context.people.contacts.filter(
      ({ user, name }) => !exclude.has(user) && name.toLowerCase().includes(wanted),
    );
    const nobody =
      wanted === ''
        ? 'Nobody else is here yet. Open a second window and sign in as somebody else.'
        : `Nobody called “${query.value.trim()}”`;
    set(items, found.length > 0 ? found.map(make) : h('p', { class: 'list-empty' }, nobody));
  };
  draw();
  context.people.refresh().then(draw);
  // Who comes or goes shows here too, but never under the keyboard's focus.
  const stop = context.client.on('presence', () => items.contains(document.activeElement) || draw());
  const element = h(
    'div',
    {
      class: 'contact-list',
      onkeydown: (event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          moveFocus(event, [query, ...items.querySelectorAll('button')]);
        }
      },
    },
    query,
    items,
  );
  return { element, stop, focus: () => query.focus() };
}

function person({ client }, user, name, { testid, checked, onclick }) {
  const { online, lastActiveAt } = client.presence(user);
  return h(
    'button',
    {
      class: 'person',
      type: 'button',
      role: checked === undefined ? undefined : 'checkbox',
      'aria-checked': checked === undefined ? undefined : String(checked),
      data: { testid, user },
      onclick,
    },
    avatar(user, name, { size: 'small', online }),
    h(
      'span',
      { class: 'person-text' },
      h('span', { class: 'ellipsis' }, name),
      h('span', { class: 'person-note' }, online ? 'online' : lastSeen(lastActiveAt)),
    ),
    checked !== undefined && h('span', { class: 'check-mark', 'aria-hidden': 'true' }),
  );
}
