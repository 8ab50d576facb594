import {
  AutoResetEvent,
  type ChangeQueue,
  type CollaborationAdapter,
  type EventHandle,
  FUNCTION_TABLES,
  type FunctionTable,
} from '@beckon/core/adapter';
import { firstValueFrom } from 'rxjs';
import { pipePair, cutAll } from '../../test/pipe-pair.ts';
import { bridgeAdapter } from '../index.ts';
import { type Declarations, declarationOf } from './declaration.ts';
import { serveBridge } from './serve-bridge.ts';

type Callable = Readonly<Record<string, (...args: readonly unknown[]) => PromiseLike<unknown>>>;

const members = FUNCTION_TABLES.flatMap((table) =>
  Object.entries(declarationOf(table)).map(([name, declared]) => ({ table, name, declared })),
);
const functions = members.flatMap(({ table, name, declared }) =>
  declared === 'constant' ? [] : [{ table, name, path: `${table}.${name}` }],
);

/** The functions of the contract with an event among their arguments, and the index of that argument. */
const eventArguments: Readonly<Record<string, number>> = {
  'invitations.inviteEndpoint': 2,
  'invitations.inviteContact': 3,
  'inbox.changes': 0,
  'events.changes': 1,
  'channels.open': 1,
};

const handles: Readonly<Record<string, readonly string[]>> = {
  'invitations.inviteEndpoint': ['response', 'cancel', 'close'],
  'invitations.inviteContact': ['response', 'cancel', 'close'],
  'inbox.changes': ['next', 'close'],
  'objects.publish': ['close'],
  'endpointData.subscribe': ['isNew', 'close'],
  'events.changes': ['next', 'close'],
  'channels.open': ['next', 'send', 'close'],
};

interface Heard {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** An adapter of every table. It records each call, and replies with the name of the called function. */
class RecordingAdapter {
  readonly name = 'recording';
  readonly heard: Heard[] = [];

  constructor() {
    for (const table of FUNCTION_TABLES) {
      const made = members.filter((member) => member.table === table);
      Object.assign(this, {
        [table]: Object.fromEntries(
          made.map(({ name, declared }) => [
            name,
            declared === 'constant' ? `the ${name}` : this.#records(`${table}.${name}`),
          ]),
        ),
      });
    }
  }

  async open(): Promise<void> {}
  async close(): Promise<void> {}

  createEvent(): AutoResetEvent {
    return new AutoResetEvent();
  }

  #records(name: string) {
    return async (...args: readonly unknown[]): Promise<unknown> => {
      this.heard.push({ name, args });
      const ofHandle = handles[name]?.map((member) => [member, this.#records(`${name} ${member}`)]);
      return ofHandle === undefined ? `reply of ${name}` : Object.fromEntries(ofHandle);
    };
  }
}

async function connected() {
  const hosted = new RecordingAdapter();
  const { client, host } = pipePair();
  serveBridge(hosted as unknown as CollaborationAdapter, host, { allow: FUNCTION_TABLES });
  const adapter = await bridgeAdapter(client);
  await adapter.open();
  const call = (table: FunctionTable, name: string, ...args: readonly unknown[]) =>
    (adapter[table] as unknown as Callable)[name]?.(...args);
  return { hosted, adapter, call };
}

afterEach(cutAll);

describe('every member of every table', () => {
  // The host counts the sign-ins of its clients: see sign-in.test.ts.
  const crossing = functions.filter(({ path }) => path !== 'visibility.signIn');

  it.each(crossing)('$path crosses', async ({ table, name, path }) => {
    const { hosted, adapter, call } = await connected();
    const event = adapter.createEvent();
    const args: unknown[] = ['first', { second: 2 }, ['third'], 'fourth'];
    const index = eventArguments[path];
    if (index !== undefined) args[index] = event;

    const reply = await call(table, name, ...args);

    const received = hosted.heard[0]?.args ?? [];
    expect(hosted.heard[0]?.name).toBe(path);
    if (index !== undefined) {
      const hostEvent = received[index] as AutoResetEvent;
      const signaled = firstValueFrom(event.signaled$);
      hostEvent.set();
      await signaled;
      expect(received).toEqual(args.with(index, hostEvent));
    } else {
      expect(received).toEqual(args);
    }

    const ofHandle = handles[path];
    if (ofHandle === undefined) {
      expect(reply).toBe(`reply of ${path}`);
      return;
    }
    const handle = reply as Callable;
    expect(Object.keys(handle).sort()).toEqual([...ofHandle].sort());
    for (const member of ofHandle) {
      expect(await handle[member]?.('argument')).toBe(`reply of ${path} ${member}`);
      expect(hosted.heard.at(-1)).toEqual({ name: `${path} ${member}`, args: ['argument'] });
    }
  });

  it('a property has the value that it has at the host', async () => {
    const { adapter } = await connected();
    const constants = members.filter(({ declared }) => declared === 'constant');
    for (const { table, name } of constants) {
      expect(adapter[table]).toHaveProperty(name, `the ${name}`);
    }
    expect(constants.map(({ table, name }) => `${table}.${name}`)).toEqual([
      'invitations.reportsDelivery',
      'invitations.carriesReply',
      'identity.reportsEndpoints',
    ]);
  });
});

// Compiled, not run: the compiler must report each error that is expected here.
it('a table, member, event or handle that is not declared does not compile', () => {
  interface Tables {
    readonly table: {
      readonly constant: boolean;
      changes(filter: string, event?: EventHandle): PromiseLike<ChangeQueue<string>>;
    };
    readonly odd: {
      make(): PromiseLike<{ look(): PromiseLike<void>; close(): PromiseLike<void> }>;
    };
  }
  const changes = { event: 1, handle: 'ChangeQueue' } as const;
  const table = { constant: 'constant', changes } as const;
  const declared: Declarations<Pick<Tables, 'table'>> = { table };
  // @ts-expect-error -- the table is missing
  const noTable: Declarations<Pick<Tables, 'table'>> = {};
  // @ts-expect-error -- the constant is missing
  const noMember: Declarations<Pick<Tables, 'table'>> = { table: { changes } };
  const noEvent: Declarations<Pick<Tables, 'table'>> = {
    // @ts-expect-error -- the event is missing
    table: { ...table, changes: { handle: 'ChangeQueue' } },
  };
  const noHandle: Declarations<Pick<Tables, 'table'>> = {
    // @ts-expect-error -- the handle is missing
    table: { ...table, changes: { event: 1 } },
  };
  const otherHandle: Declarations<Pick<Tables, 'table'>> = {
    // @ts-expect-error -- an InvitationHandle has other functions
    table: { ...table, changes: { event: 1, handle: 'InvitationHandle' } },
  };
  // @ts-expect-error -- no handle of the bridge has these functions
  const unknownHandle: Declarations<Pick<Tables, 'odd'>> = { odd: { make: {} } };
  expect([declared, noTable, noMember, noEvent, noHandle, otherHandle, unknownHandle]).toHaveLength(
    7,
  );
});
