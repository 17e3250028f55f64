/** What a message says: plain text, or bytes (base64) of some media type. */
export type Content =
  | { text: string; mediaType?: undefined; data?: undefined; encrypted?: undefined }
  | { text?: undefined; mediaType: string; data: string; encrypted?: boolean };

/** A message to be sent: its text alone, or with what belongs to it. */
export type Draft =
  | string
  | {
      text?: string;
      content?: Content;
      /** Users addressed by name. */
      mentions?: string[];
      /** The seq of the message this one answers. */
      replyTo?: number;
      custom?: Record<string, string>;
    };

export type Kind = 'direct' | 'group' | 'channel';
export type Role = 'owner' | 'admin' | 'member';

export interface MemberSpec {
  user: string;
  role?: Role;
}

/** One entry of a conversation's log, as the protocol document describes it by type. */
export interface Entry {
  conversation: string;
  seq: number;
  id: string;
  sender: string;
  device?: string;
  key: string;
  /** Milliseconds since 1970, by the server's clock. */
  time: number;
  type: string;
  [member: string]: any;
}

export interface Reaction {
  user: string;
  emoji: string;
  /** False when it was taken back. */
  present: boolean;
  seq: number;
}

/** A message and what later entries made of it. */
export interface Message extends Entry {
  type: 'message';
  /** Absent once the message was deleted. */
  content?: Content;
  mentions?: string[];
  replyTo?: number;
  custom?: Record<string, string>;
  /** The seq of the edit that is shown, or 0. */
  editSeq: number;
  /** The seq of the entry that deleted it, or 0. */
  deleteSeq: number;
  reactions: Reaction[];
  asOf: number;
}

/** What a list of messages shows: an entry, or a message on its way, which has no seq yet but a state. */
export type Row = Omit<Entry, 'seq' | 'id'> & {
  seq?: number;
  id?: string;
  state?: 'sending' | 'sent' | 'failed';
  failure?: { code: string; message: string };
};

export interface EntryPage {
  entries?: Entry[];
  head: number;
  asOf: number;
  before?: boolean;
  after?: boolean;
}

export interface Marks {
  delivered: number;
  read: number;
  /** Up to where others may know of the reading; of the user's own marks, where it differs from `read`. */
  readShown?: number;
}

export interface Unread {
  messages: number;
  mentions: number;
  /** Whether there may be more. */
  capped?: boolean;
}

/** A row of the inbox, as the protocol document describes it. */
export interface Summary {
  conversation: string;
  kind: Kind;
  title?: string;
  history: 'joined' | 'full';
  stateSeq: number;
  memberCount: number;
  head: number;
  visibleFrom: number;
  role?: Role;
  peer?: string;
  last?: Entry;
  marks: Marks;
  unread: Unread;
  mutedUntil?: number;
  pinned?: boolean;
  /** A UUIDv7 by which an inbox is sorted, as text, highest first. */
  sortId?: string;
  memberMarks?: (Marks & { user: string })[];
}

/** A conversation as the user sees it. The client's own, live: read it, do not write to it. */
export interface Conversation {
  readonly id: string;
  readonly kind: Kind;
  readonly title?: string;
  /** The other user of a direct conversation. */
  readonly peer?: string;
  /** Absent once the user is no longer a member. */
  readonly role?: Role;
  readonly memberCount: number;
  readonly pinned: boolean;
  /** Milliseconds since 1970, or 0. */
  readonly mutedUntil: number;
  readonly hasOlder: boolean;
  /** How far the user has read. */
  readonly read: number;
  /** The first seq that may be unread: after what was read, in the current stay. */
  readonly unreadFrom: number;
  readonly summary?: Summary;
  /** The newest message of the current stay. */
  readonly last?: Row;
  /** When something last happened, to be shown: milliseconds since 1970, or 0. The order of the inbox is not by it. */
  readonly activeAt: number;
  readonly othersMarks: (Marks & { user: string })[];
  readonly timeline: { readonly entries: Entry[]; readonly cursor?: number; readonly first?: number };
  rows(): Row[];
  unread(): Unread;
  /** How far an own message has come. */
  status(row: Row): 'sending' | 'failed' | 'sent' | 'delivered' | 'read';
}

export interface Ack {
  conversation: string;
  seq: number;
  id: string;
  time: number;
}

/** How a write ended: stored, or refused and never stored. While neither is known it is sent again. */
export type SendOutcome = ({ outcome: 'ACKED' } & Ack) | { outcome: 'REJECTED'; code: string; message: string };

export interface SendHandle {
  /** The key that stands for this write wherever it is sent again. */
  key: string;
  /** Resolves once it survives the page. */
  stored: Promise<void>;
  outcome: Promise<SendOutcome>;
}

export interface OutboxItem {
  n: number;
  key: string;
  command: string;
  members: Record<string, any>;
  createdAt: number;
  state: 'waiting' | 'acked' | 'failed';
  ack?: Ack;
  failure?: { code: string; message: string };
}

export interface StoreBatch {
  conversations?: { id: string; [member: string]: any }[];
  entries?: Entry[];
  /** Entries below a seq, or all of a conversation; dropped before others are written. */
  dropEntries?: { conversation: string; below?: number }[];
  outboxPut?: OutboxItem[];
  outboxRemove?: number[];
}

/** Where a client keeps its data. A batch is written as a whole or not at all. */
export interface ClientStore {
  readonly persistent: boolean;
  load(): Promise<{ conversations: any[]; entries: Entry[]; outbox: OutboxItem[] }>;
  write(batch: StoreBatch): Promise<void>;
  close(): Promise<void>;
  destroy(): Promise<void>;
}

export interface Clock {
  now(): number;
  setTimeout(task: () => void, ms: number): any;
  clearTimeout(timer: any): void;
}

export interface ChatClientOptions {
  /** The WebSocket address, ending in `/v1/connect`; needed, or `servers`. */
  url?: string;
  /**
   * Servers that know the nodes of a cluster, as what stands before `/v1/`: `https://chat.example.org`. They are asked for the
   * best nodes; the client connects to the first, then to the others, and asks again when all have failed.
   */
  servers?: string[];
  /** Asks the servers; the browser's own by default. */
  fetch?: typeof fetch;
  /** The user whom the tokens name. */
  user: string;
  /** Called for each connection; `refresh` asks for a new token because the old one has expired. */
  getToken(request: { refresh: boolean }): string | Promise<string>;
  /** Chosen for the tab by default. */
  device?: string;
  deviceName?: string;
  /** IndexedDB by default, memory where there is none. */
  store?: ClientStore;
  /** Whether `delivered` is told without being asked; true by default. */
  confirmDelivery?: boolean;
  /** How many entries of a conversation are taken over from the store at start; 100 by default. */
  keptEntries?: number;
  openSocket?(url: string, protocols: string[]): WebSocket;
  clock?: Clock;
  random?(): number;
}

export interface ConnectionState {
  state: 'stopped' | 'connecting' | 'online' | 'waiting' | 'closed';
  /** The close code, when the connection ended. */
  code?: number;
  name?: string;
  reason?: string;
  retryInMs?: number;
  /** The address that the session is at, while `online`: which node, when there are several. */
  url?: string;
}

export interface ChatEvents {
  state: ConnectionState;
  synced: Record<string, never>;
  conversation: { conversation: Conversation };
  message: { conversation: Conversation; message: Message };
  typing: { conversation: string; users: string[] };
  presence: { user: string };
  settled: { item: OutboxItem; outcome: SendOutcome };
  error: { error: unknown };
}

/** A user's device. Confined to the page or worker that made it. */
export class ChatClient {
  constructor(options: ChatClientOptions);
  readonly user: string;
  /** The device this client is, once started. */
  readonly device?: string;
  readonly state: ConnectionState;
  /** Whether this session has caught up with what was missed. */
  readonly synced: boolean;
  /** Writes not answered yet, over all conversations. */
  readonly pending: OutboxItem[];

  on<T extends keyof ChatEvents>(type: T, listener: (event: ChatEvents[T]) => void): () => void;
  start(): Promise<void>;
  close(): Promise<void>;
  wake(): void;
  /** Sends any command; `use` makes something of the answer before anything that came after it. */
  request<T = any>(command: string, members?: object, use?: (body: any) => T): Promise<T>;

  /** Pinned first, then by what happened last, as the server orders them; on top what is on its way. */
  conversations(): Conversation[];
  conversation(id: string): Conversation | undefined;
  loadOlder(conversation: string, limit?: number): Promise<boolean>;
  loadBackTo(conversation: string, seq: number): Promise<void>;
  loadMoreConversations(): Promise<boolean>;
  members(conversation: string): Promise<{ user: string; role: Role; since: number }[]>;
  unread(): { messages: number; mentions: number; conversations: number };

  send(conversation: string, draft: Draft): SendHandle;
  sendTo(user: string, draft: Draft): SendHandle;
  edit(conversation: string, target: number, draft: Draft): SendHandle;
  delete(conversation: string, target: number): SendHandle;
  react(conversation: string, target: number, emoji: string, present?: boolean): SendHandle;
  rename(conversation: string, title: string): SendHandle;
  addMembers(conversation: string, users: (string | MemberSpec)[]): SendHandle;
  removeMember(conversation: string, user: string): SendHandle;
  leave(conversation: string): SendHandle;
  changeRole(conversation: string, user: string, role: Role): SendHandle;
  /** Sends a refused message again, as a new one. */
  retry(key: string): void;
  /** Drops a refused message. */
  discard(key: string): boolean;

  createGroup(group: {
    title: string;
    members: (string | MemberSpec)[];
    history?: 'joined' | 'full';
    kind?: Kind;
    key?: string;
  }): Promise<Conversation>;
  openDirect(user: string): Promise<Conversation>;
  /** Pins or mutes; what is left out stays, `mutedUntil: null` unmutes. */
  configure(conversation: string, settings: { pinned?: boolean; mutedUntil?: number | null }): Promise<void>;
  /** The user has seen everything up to a seq, or all that is held; `hidden` keeps it from the others. */
  markRead(conversation: string, seq?: number, options?: { hidden?: boolean }): void;

  /** Call on every keystroke; tells the server no more often than needed. */
  typing(conversation: string, active?: boolean): void;
  typingIn(conversation: string): string[];
  /** Watches these users' presence, instead of those watched before. */
  watch(users: string[]): void;
  presence(user: string): { online: boolean; lastActiveAt?: number };
}

export class ChatError extends Error {
  constructor(
    code: string,
    message?: string,
    details?: { retryable?: boolean; retryAfterMs?: number; closeCode?: number },
  );
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly closeCode?: number;
}

export class IndexedDbStore implements ClientStore {
  /** Falls back to memory, and says why, where the browser has no database to give. */
  static open(name: string, onFallback?: (error: unknown) => void): Promise<ClientStore>;
  private constructor();
  readonly persistent: boolean;
  load(): ReturnType<ClientStore['load']>;
  write(batch: StoreBatch): Promise<void>;
  close(): Promise<void>;
  destroy(): Promise<void>;
}

export class MemoryStore implements ClientStore {
  constructor();
  readonly persistent: boolean;
  load(): ReturnType<ClientStore['load']>;
  write(batch: StoreBatch): Promise<void>;
  close(): Promise<void>;
  destroy(): Promise<void>;
}

/** The device this tab is: kept across reloads, and shared with no other open tab until it is released. */
export function claimDevice(user: string): Promise<{ id: string; release: () => void }>;

export const CLOSE_CODES: Readonly<Record<number, string>>;
export const VERSION: string;
