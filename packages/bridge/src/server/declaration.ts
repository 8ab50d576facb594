import type {
  ChangeQueue,
  ChannelHandle,
  EndpointSubscription,
  EventHandle,
  FunctionTables,
  FunctionTable,
  InvitationHandle,
  ObjectHandle,
} from '@beckon/core/adapter';

type AnyFunction = (...args: never[]) => unknown;

/** The handles of the contract. */
interface Handles {
  readonly InvitationHandle: InvitationHandle;
  readonly ChangeQueue: ChangeQueue<unknown>;
  readonly ChannelHandle: ChannelHandle;
  readonly ObjectHandle: ObjectHandle;
  readonly EndpointSubscription: EndpointSubscription;
}

export type HandleName = keyof Handles;

/**
 * The functions of a handle. A function is declared as `'ask'`, or, when it releases, by arguments. When
 * the client has gone, the host calls each releasing function with these arguments, in this order.
 */
export type HandleFunctions = Readonly<Record<string, 'ask' | readonly unknown[]>>;

/** The name of the function that ends a handle of any kind. */
export const LAST_FUNCTION = 'close';

/**
 * The form in which each handle crosses. This does not compile when a handle or function of the
 * contract is missing.
 */
const HANDLES = {
  InvitationHandle: { response: 'ask', cancel: ['withdrawn'], close: [] },
  ChangeQueue: { next: 'ask', close: [] },
  ChannelHandle: { next: 'ask', send: 'ask', close: [] },
  ObjectHandle: { close: [] },
  EndpointSubscription: { isNew: 'ask', close: [] },
} satisfies {
  readonly [Name in HandleName]: {
    readonly [Member in keyof Handles[Name]]: Handles[Name][Member] extends (
      ...args: infer Args
    ) => unknown
      ? 'ask' | Readonly<Args>
      : never;
  };
};

export function handleFunctions(name: HandleName): HandleFunctions {
  return HANDLES[name];
}

/** The form in which a function crosses. All other arguments, and any other result, are plain data. */
export interface FunctionDeclaration {
  /** The index of the argument that is an {@link EventHandle}. */
  readonly event?: number;
  /** The kind of handle that the function gives. */
  readonly handle?: HandleName;
}

/** The index of an {@link EventHandle} in a list of parameters. */
type EventIndex<Parameters extends readonly unknown[]> = {
  [Index in keyof Parameters]: Parameters[Index] extends EventHandle ? ToNumber<Index> : never;
}[number];

type ToNumber<Index> = Index extends `${infer Value extends number}` ? Value : never;

type DeclaredEvent<Index> = [Index] extends [never]
  ? { readonly event?: never }
  : { readonly event: Index };

/** The name of the handle that has exactly the functions of `Result`. */
type NameOfHandle<Result> = {
  [Name in HandleName]: [keyof Result, keyof Handles[Name]] extends [
    keyof Handles[Name],
    keyof Result,
  ]
    ? Name
    : never;
}[HandleName];

type DeclaredHandle<Result> = [Result] extends [{ close: AnyFunction }]
  ? { readonly handle: NameOfHandle<Result> }
  : { readonly handle?: never };

// A declaration must agree with the type of the function: an event among its arguments, a handle as its result.
type DeclaredMember<Member> = Member extends AnyFunction
  ? DeclaredEvent<EventIndex<Required<Parameters<Member>>>> &
      DeclaredHandle<Awaited<ReturnType<Member>>>
  : 'constant';

/** The declarations that tables of this form need. */
export type Declarations<Tables> = {
  readonly [Table in keyof Tables]: {
    readonly [Name in keyof Tables[Table]]: DeclaredMember<Tables[Table][Name]>;
  };
};

type TableDeclaration = Readonly<Record<string, FunctionDeclaration | 'constant'>>;

const plain = {};

/**
 * The form in which each function table crosses. This does not compile when a table or member of the
 * contract is missing.
 */
const TABLES = {
  invitations: {
    reportsDelivery: 'constant',
    carriesReply: 'constant',
    inviteEndpoint: { event: 2, handle: 'InvitationHandle' },
    inviteContact: { event: 3, handle: 'InvitationHandle' },
    sendToEndpoint: plain,
    sendToContact: plain,
  },
  identity: {
    reportsEndpoints: 'constant',
    contact: plain,
    card: plain,
    endpoints: plain,
    name: plain,
    setName: plain,
  },
  inbox: {
    changes: { event: 0, handle: 'ChangeQueue' },
    status: plain,
    accept: plain,
    decline: plain,
    fail: plain,
  },
  channels: { open: { event: 1, handle: 'ChannelHandle' } },
  visibility: { signIn: plain, signOut: plain, scope: plain },
  peopleNearMe: { list: plain },
  contacts: {
    list: plain,
    get: plain,
    add: plain,
    update: plain,
    delete: plain,
    export: plain,
    parse: plain,
    endpoints: plain,
  },
  presence: { own: plain, setOwn: plain, at: plain },
  applications: {
    register: plain,
    unregister: plain,
    registration: plain,
    registrations: plain,
    own: plain,
    at: plain,
  },
  objects: { publish: { handle: 'ObjectHandle' }, own: plain, at: plain },
  endpointData: {
    refresh: plain,
    delete: plain,
    subscribe: { handle: 'EndpointSubscription' },
    contactCard: plain,
  },
  events: { changes: { event: 1, handle: 'ChangeQueue' } },
  launch: { launchInfo: plain },
} as const satisfies Declarations<FunctionTables>;

/** The declaration of a table, in the type that all tables share. */
export function declarationOf(table: FunctionTable): TableDeclaration {
  return TABLES[table];
}
