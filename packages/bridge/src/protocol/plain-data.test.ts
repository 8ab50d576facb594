import { createGuid, type Invitation } from '@beckon/core';
import { PIPE_KINDS, type ConnectedOver, connectedOver } from '../../test/connected-over.ts';

const endpoint = { address: 'bob' };
const invitation: Invitation = { applicationId: createGuid() };
let over: ConnectedOver;

afterEach(() => over.end());

function inviteWith(data: unknown): PromiseLike<unknown> {
  return over.adapter.invitations.inviteEndpoint(endpoint, {
    ...invitation,
    data: data as Uint8Array,
  });
}

async function errorOf(call: PromiseLike<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) => error,
  );
}

describe.each(PIPE_KINDS)('over a pipe of kind %s', (kind) => {
  beforeEach(async () => {
    over = await connectedOver(kind);
  });

  it('plain data and bytes arrive as they were sent', async () => {
    const data = {
      text: 'ü\u0000',
      numbers: [0, -1.5, 1e300],
      is: [true, false, null],
      bytes: Uint8Array.of(0, 128, 255),
      none: {},
      deep: [[{ a: [] }]],
    };
    await inviteWith(data);
    expect(JSON.stringify(over.hosted.sent[0]?.invitation.data)).toBe(JSON.stringify(data));
    expect((over.hosted.sent[0]?.invitation.data as unknown as typeof data).bytes).toBeInstanceOf(
      Uint8Array,
    );
  });

  it.each<[string, unknown]>([
    ['a Map', new Map([[1, 2]])],
    ['a Set', new Set([1])],
    ['a Date', new Date()],
    ['an Error', new Error('x')],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a Uint16Array', Uint16Array.of(500)],
    ['a DataView', new DataView(new ArrayBuffer(8))],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['Infinity', Infinity],
    ['NaN', NaN],
    ['a cycle', cyclic()],
  ])('%s is refused, and nothing is done', async (_, odd) => {
    const error = await errorOf(inviteWith([odd]));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    await inviteWith(undefined);
    expect(over.hosted.sent).toHaveLength(1);
  });

  it('too many levels are refused', async () => {
    expect(await errorOf(inviteWith(nested(40)))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('more bytes than a call may have are refused', async () => {
    // The host ends a WebSocket before it has read so many bytes.
    const code = kind === 'webSocket' ? 'CLOSED' : 'INVALID_ARGUMENT';
    expect(await errorOf(inviteWith('x'.repeat(1_600_000)))).toMatchObject({ code });
    expect(over.hosted.sent).toHaveLength(0);
    await inviteWith(undefined);
  });

  it('a reply that is not plain data is an error at the client', async () => {
    const odd = kind === 'memory' ? (): number => 1 : new Map();
    Object.assign(over.hosted.inbox, { status: async () => odd });
    expect(await errorOf(over.adapter.inbox!.status('1'))).toMatchObject({
      code: 'UNKNOWN',
      message: expect.stringContaining('not plain data') as string,
    });
  });
});

it.each(['messagePort', 'webSocket'] as const)(
  'an object with a class is refused over a %s, as the class would be lost',
  async (kind) => {
    class Point {
      readonly x = 1;
    }
    over = await connectedOver(kind);
    expect(await errorOf(inviteWith(new Point()))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(over.hosted.sent).toHaveLength(0);
  },
);

function nested(depth: number): unknown {
  return depth === 0 ? 'end' : [nested(depth - 1)];
}

function cyclic(): unknown {
  const self: unknown[] = [];
  self.push(self);
  return self;
}
