import type {
  CollaborationAdapter,
  EventHandle,
  FunctionTable,
  InvitationHandle,
  Registration,
} from '@beckon/core';
import type { MemberDescription } from '../protocol/messages.ts';

/** What a handle can do, and what is called, in this order, on one that nobody holds any more. */
export interface HandleKind {
  readonly asks: readonly string[];
  readonly releases: readonly (readonly [name: string, ...args: readonly unknown[]])[];
}

/** Every handle's last function: afterwards there is no handle. */
export const LAST_FUNCTION = 'close';

const invitation = {
  asks: ['response'],
  releases: [['cancel', 'withdrawn'], [LAST_FUNCTION]],
} satisfies HandleKind;

const registration = {
  asks: ['next'],
  releases: [[LAST_FUNCTION]],
} satisfies HandleKind;

/** A function whose arguments and result are plain data, but for these. */
export interface FunctionDeclaration {
  /** Which argument is an {@link EventHandle}. */
  readonly event?: number;
  /** What kind of handle the result is. */
  readonly result?: HandleKind;
}

type AnyFunction = (...args: never[]) => unknown;

/** Where an {@link EventHandle} stands in a list of parameters. */
type EventIndex<Parameters extends readonly unknown[]> = {
  [Index in keyof Parameters]: Parameters[Index] extends EventHandle ? ToNumber<Index> : never;
}[number];

type ToNumber<Index> = Index extends `${infer Value extends number}` ? Value : never;

type DeclaredEvent<Index> = [Index] extends [never]
  ? { readonly event?: never }
  : { readonly event: Index };

// What TypeScript can see of a function must be declared: a handle in, a handle out.
type Declared<Member> = Member extends AnyFunction
  ? DeclaredEvent<EventIndex<Required<Parameters<Member>>>> &
      (Awaited<ReturnType<Member>> extends InvitationHandle
        ? { readonly result: typeof invitation }
        : Awaited<ReturnType<Member>> extends Registration<unknown>
          ? { readonly result: typeof registration }
          : { readonly result?: never })
  : 'constant';

type TableDeclaration = Readonly<Record<string, FunctionDeclaration | 'constant'>>;

const plain = {};

/** How each function table crosses. A table of the contract that is not here does not compile. */
export const TABLES = {
  invitations: {
    reportsDelivery: 'constant',
    inviteEndpoint: { event: 2, result: invitation },
    inviteContact: { event: 3, result: invitation },
    sendToEndpoint: plain,
    sendToContact: plain,
  },
  inbox: {
    register: { event: 0, result: registration },
    status: plain,
    accept: plain,
    decline: plain,
  },
  identity: { contact: plain, endpoints: plain },
  session: { signIn: plain, signOut: plain, scope: plain },
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
  presence: { get: plain, set: plain },
  applications: {
    register: plain,
    unregister: plain,
    registration: plain,
    registrations: plain,
    list: plain,
  },
  objects: { set: plain, delete: plain, list: plain },
  endpointData: {
    refresh: plain,
    delete: plain,
    subscribe: plain,
    unsubscribe: plain,
    contactCard: plain,
    name: plain,
    setName: plain,
  },
  events: { register: { event: 1, result: registration } },
  launch: { launchInfo: plain },
} satisfies {
  readonly [Table in FunctionTable]: {
    readonly [Name in keyof Required<NonNullable<CollaborationAdapter[Table]>>]: Declared<
      NonNullable<CollaborationAdapter[Table]>[Name]
    >;
  };
};

/** The declaration of a table, whatever its functions. */
export function declarationOf(table: FunctionTable): TableDeclaration {
  return TABLES[table];
}

/** The same for the client, which knows no table by name. */
export function describeMember({ event, result }: FunctionDeclaration): MemberDescription {
  return {
    ...(event === undefined ? {} : { event }),
    ...(result === undefined
      ? {}
      : {
          handle: Object.fromEntries([
            ...result.asks.map((name) => [name, 'ask'] as const),
            ...result.releases.map(([name]) => [name, 'release'] as const),
          ]),
        }),
  };
}
