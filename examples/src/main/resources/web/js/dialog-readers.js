import { avatar } from './avatar.js';
import { dialog } from './dialog.js';
import { h, set } from './dom.js';
import { fullTime } from './format.js';
import { tick } from './tick.js';

/** Shows when a message was sent, and who has read it. */
export function readers(context, id, row) {
  const { client, naming } = context;
  const conversation = () => client.conversation(id);
  const list = h('div', { class: 'people', data: { testid: 'readers' } });
  const draw = () => {
    const marks = conversation().othersMarks.filter(({ user }) => user !== row.sender);
    const sorted = marks
      .map(({ user, delivered, read }) => ({
        user,
        state: row.seq === undefined ? 'sending' : read >= row.seq ? 'read' : delivered >= row.seq ? 'delivered' : 'sent',
      }))
      .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    set(
      list,
      sorted.length > 0
        ? sorted.map(({ user, state }) => reader(user, naming.fullName(user), state))
        : h('p', { class: 'list-empty' }, 'In a group this large nobody sees who has read.'),
    );
  };
  const off = client.on('conversation', ({ conversation: changed }) => changed.id === id && draw());
  draw();
  dialog({
    title: 'Message info',
    testid: 'readers-dialog',
    closed: off,
    body: () =>
      h(
        'div',
        { class: 'dialog-body' },
        h(
          'dl',
          { class: 'facts' },
          h('dt', {}, 'From'),
          h('dd', {}, naming.user(row.sender)),
          h('dt', {}, 'Sent'),
          h('dd', {}, fullTime(row.time)),
          row.editSeq > 0 && [h('dt', {}, 'Edited'), h('dd', {}, 'yes')],
        ),
        list,
      ),
  });
}

const ORDER = ['read', 'delivered', 'sent', 'sending'];
const WORDS = { read: 'Read', delivered: 'Delivered', sent: 'Not delivered yet', sending: 'Not sent yet' };

function reader(user, name, state) {
  return h(
    'div',
    { class: 'person is-static', data: { testid: 'reader', user, state } },
    avatar(user, name, { size: 'small' }),
    h('span', { class: 'person-text' }, h('span', { class: 'ellipsis' }, name), h('span', { class: 'person-note' }, WORDS[state])),
    tick(state),
  );
}
