import { avatar } from './avatar.js';
import { confirm, dialog } from './dialog.js';
import { addMembers } from './dialogs-new.js';
import { h, set } from './dom.js';
import { count, lastSeen } from './format.js';
import { icon } from './icons.js';
import { FOREVER, isMuted } from './muting.js';
import { orToast } from './notices.js';
import { menuItem, openPopup } from './popup.js';

/** Shows who is in a conversation, and what may be changed about it. */
export function details(context, id) {
  const { client } = context;
  const head = h('div', { class: 'details-head' });
  const settings = h('div', { class: 'details-settings' });
  const people = h('div', { class: 'people', data: { testid: 'members' } });
  const actions = h('footer', { class: 'details-actions' });
  let members = [];
  let shownState;
  let shown;

  const draw = () => {
    const conversation = client.conversation(id);
    const group = conversation.kind !== 'direct';
    // Drawing again takes the focus away from where it was, so not without a reason.
    const { pinned, mutedUntil, role, memberCount } = conversation;
    const users = members.map(({ user }) => [user, client.presence(user)]);
    const now = JSON.stringify([conversation.summary.stateSeq, pinned, mutedUntil, role, memberCount, members, users]);
    if (now === shown) {
      return;
    }
    shown = now;
    set(settings, pinSwitch(context, conversation), muteSwitch(context, conversation));
    set(people, group && memberRows(context, conversation, members));
    set(actions, group ? groupActions(context, conversation, members, close) : directActions(context, conversation));
    if (conversation.summary.stateSeq !== shownState) {
      shownState = conversation.summary.stateSeq;
      set(head, header(context, conversation));
      if (group && conversation.role !== undefined) {
        load();
      }
    }
  };
  const load = async () => {
    members = (await orToast(client.members(id))) ?? members;
    draw();
  };
  const offs = [
    client.on('conversation', ({ conversation }) => conversation.id === id && draw()),
    client.on('presence', draw),
  ];
  const { close } = dialog({
    title: client.conversation(id).kind === 'direct' ? 'About' : 'Group details',
    testid: 'details-dialog',
    closed: () => offs.forEach((off) => off()),
    body: () => h('div', { class: 'dialog-body details' }, head, settings, people, actions),
  });
  draw();
}

function header(context, conversation) {
  const { client, naming } = context;
  const title = naming.title(conversation);
  const presence = conversation.peer ? client.presence(conversation.peer) : undefined;
  const note = presence
    ? presence.online
      ? 'online'
      : lastSeen(presence.lastActiveAt)
    : count(conversation.memberCount, 'member');
  return [
    naming.avatar(conversation, { size: 'large' }),
    mayManage(conversation) ? renaming(context, conversation) : h('h3', { class: 'details-title' }, title),
    h('p', { class: 'details-note' }, note),
  ];
}

function renaming({ client }, conversation) {
  const field = h('input', {
    class: 'field details-rename',
    value: conversation.title ?? '',
    maxlength: '100',
    'aria-label': 'Group name',
    data: { testid: 'rename-title' },
    oninput: () => (save.hidden = field.value.trim() === (conversation.title ?? '') || field.value.trim() === ''),
  });
  const save = h(
    'button',
    { class: 'button button-primary', type: 'submit', hidden: true, data: { testid: 'rename-save' } },
    'Save',
  );
  return h(
    'form',
    {
      class: 'details-form',
      onsubmit: (event) => {
        event.preventDefault();
        save.hidden = true;
        orToast(client.rename(conversation.id, field.value.trim()).outcome);
      },
    },
    field,
    save,
  );
}

function memberRows(context, conversation, members) {
  const { client, naming } = context;
  const manage = mayManage(conversation);
  return [
    h('p', { class: 'label' }, count(members.length || conversation.memberCount, 'member')),
    ...members.map(({ user, role }) => {
      const { online, lastActiveAt } = client.presence(user);
      const self = user === client.user;
      const menu =
        manage && !self && (conversation.role === 'owner' || role === 'member')
          ? h(
              'button',
              {
                class: 'icon-button',
                type: 'button',
                'aria-label': `Manage ${naming.fullName(user)}`,
                data: { testid: 'member-menu', user },
                onclick: (event) => memberMenu(context, conversation, { user, role }, event.currentTarget),
              },
              icon('more'),
            )
          : undefined;
      return h(
        'div',
        { class: 'person is-static', data: { testid: 'member', user, role } },
        avatar(user, naming.fullName(user), { size: 'small', online: self ? undefined : online }),
        h(
          'span',
          { class: 'person-text' },
          h('span', { class: 'ellipsis' }, self ? `${naming.fullName(user)} (you)` : naming.fullName(user)),
          !self && h('span', { class: 'person-note' }, online ? 'online' : lastSeen(lastActiveAt)),
        ),
        role !== 'member' && h('span', { class: 'role' }, role),
        menu,
      );
    }),
  ];
}

function memberMenu({ client, naming }, conversation, { user, role }, at) {
  const to = (name, label) =>
    menuItem({
      name: 'users',
      label,
      testid: `make-${name}`,
      action: () => orToast(client.changeRole(conversation.id, user, name).outcome),
    });
  const items = {
    admin: role !== 'admin' && to('admin', 'Make admin'),
    owner: conversation.role === 'owner' && role !== 'owner' && to('owner', 'Make owner'),
    member: role !== 'member' && to('member', 'Make ordinary member'),
  };
  openPopup(at, {
    label: naming.fullName(user),
    children: [
      ...Object.values(items).filter(Boolean),
      menuItem({
        name: 'leave',
        label: 'Remove from group',
        testid: 'remove-member',
        danger: true,
        action: async () => {
          const name = naming.fullName(user);
          if (await confirm({ title: `Remove ${name}?`, text: `${name} will no longer see what is said here.`, action: 'Remove', danger: true })) {
            orToast(client.removeMember(conversation.id, user).outcome);
          }
        },
      }),
    ],
  });
}

function groupActions(context, conversation, members, close) {
  if (conversation.role === undefined) {
    return [h('p', { class: 'details-note' }, 'You are no longer a member of this group.')];
  }
  const present = new Set(members.map(({ user }) => user));
  return [
    mayManage(conversation) &&
      action('plus', 'Add people', 'add-members', () => addMembers(context, conversation, present)),
    action('leave', 'Leave group', 'leave', () => leave(context, conversation, close), 'is-danger'),
  ];
}

function directActions({ client, naming }, conversation) {
  const { peer } = conversation;
  return [
    action(
      'block',
      `Block ${naming.fullName(peer)}`,
      'block',
      async () => {
        const name = naming.fullName(peer);
        if (await confirm({ title: `Block ${name}?`, text: `${name} can no longer write to you, and is not told.`, action: 'Block', danger: true })) {
          await orToast(client.request('block', { user: peer, blocked: true }));
        }
      },
      'is-danger',
    ),
    action('block', 'Unblock', 'unblock', () => orToast(client.request('block', { user: peer, blocked: false }))),
  ];
}

async function leave({ client, naming }, conversation, close) {
  const sure = await confirm({
    title: `Leave “${naming.title(conversation)}”?`,
    text: 'You will no longer see what is said there.',
    action: 'Leave',
    danger: true,
  });
  if (sure) {
    close();
    orToast(client.leave(conversation.id).outcome);
  }
}

function pinSwitch({ client }, { id, pinned }) {
  return toggle('pin', 'Pinned to the top', 'pin-switch', pinned, () => orToast(client.configure(id, { pinned: !pinned })));
}

function muteSwitch({ client }, conversation) {
  const { id } = conversation;
  const muted = isMuted(conversation);
  return toggle('mute', 'Muted', 'mute-switch', muted, () =>
    orToast(client.configure(id, { mutedUntil: muted ? null : FOREVER })),
  );
}

function toggle(name, label, testid, on, onclick) {
  return h(
    'button',
    { class: 'menu-item', type: 'button', role: 'switch', 'aria-checked': String(on), data: { testid }, onclick },
    icon(name),
    label,
    h('span', { class: 'switch', 'aria-hidden': 'true' }),
  );
}

function action(name, label, testid, onclick, extra = '') {
  return h('button', { class: `menu-item ${extra}`, type: 'button', data: { testid }, onclick }, icon(name), label);
}

function mayManage(conversation) {
  return conversation.kind !== 'direct' && ['owner', 'admin'].includes(conversation.role);
}
