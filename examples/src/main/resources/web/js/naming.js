import { avatar } from './avatar.js';
import { nameList } from './format.js';

/** What conversations, their members and their events are called on this page. */
export class Naming {
  #client;
  #people;

  constructor(client, people) {
    this.#client = client;
    this.#people = people;
  }

  /** A user's name; `You` for oneself. */
  user(user) {
    return user === this.#client.user ? 'You' : this.#people.name(user);
  }

  /** A user's real name, oneself included. */
  fullName(user) {
    return this.#people.name(user);
  }

  title(conversation) {
    if (conversation.kind === 'direct') {
      return conversation.peer ? this.#people.name(conversation.peer) : 'Direct chat';
    }
    return conversation.title || 'Group';
  }

  avatar(conversation, options = {}) {
    return conversation.kind === 'direct'
      ? avatar(conversation.peer ?? conversation.id, this.title(conversation), {
          ...options,
          online: this.#client.presence(conversation.peer).online,
        })
      : avatar(conversation.id, this.title(conversation), { ...options, group: true });
  }

  /** What a message says in one line. */
  preview(message) {
    if (message.deleteSeq > 0) {
      return 'Message deleted';
    }
    if (message.content?.encrypted) {
      return 'Encrypted message';
    }
    return message.content?.text?.replaceAll(/\s+/g, ' ') ?? `File (${message.content?.mediaType ?? 'unknown'})`;
  }

  /** A change of the conversation as a sentence. */
  event(entry) {
    const who = this.user(entry.sender);
    const names = (members) => nameList(members.map((user) => this.#asObject(user)));
    switch (entry.type) {
      case 'created':
        return entry.kind === 'direct' ? 'This is the beginning of your chat' : `${who} created the group`;
      case 'renamed':
        return `${who} renamed the group to “${entry.title}”`;
      case 'members_added':
        return `${who} added ${names(entry.members.map(({ user }) => user))}`;
      case 'member_removed':
        return entry.user === entry.sender ? `${who} left the group` : `${who} removed ${names([entry.user])}`;
      case 'role_changed':
        return `${who} made ${names([entry.user])} ${entry.role === 'member' ? 'a member' : `an ${entry.role}`}`;
      default:
        return '';
    }
  }

  #asObject(user) {
    return user === this.#client.user ? 'you' : this.#people.name(user);
  }
}
