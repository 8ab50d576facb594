import { createGuid } from '@beckon/core';
import { CHANNEL_LIMITS, type ChannelHandle } from '@beckon/core/adapter';
import { settled, virtualNetwork } from '../../test/virtual-network.ts';
import type { MockAdapter } from '../index.ts';

const LATENCY_MS = 10;

/** Alice has invited Bob, who has accepted. Both are open, and `act` runs at frame 0. */
function scene(
  act: (opened: { alice: ChannelHandle; bob: ChannelHandle }) => void,
  openBob = true,
) {
  const virtual = virtualNetwork({ latencyMs: LATENCY_MS });
  const { network, at } = virtual;
  const [alice, bob] = ['alice', 'bob'].map((name) => network.join({ name })) as [
    MockAdapter,
    MockAdapter,
  ];
  void alice.open();
  void bob.open();
  void alice.invitations.sendToEndpoint(bob.endpoint, { applicationId: createGuid() });
  at(15, () => void bob.inbox.accept('invitation-1'));
  const open = (adapter: MockAdapter) =>
    settled(adapter.channels.open('invitation-1', adapter.createEvent()));
  at(40, () => {
    const sides = [open(alice), openBob ? open(bob) : {}];
    at(60, () => act({ alice: sides[0]!.value!, bob: sides[1]!.value! }));
  });
  return virtual;
}

/** Takes all changes, until there is none or the channel is over. */
function drain(side: ChannelHandle, lines: string[] = []): string[] {
  side.next().then(
    (change) => {
      if (change === undefined) return;
      lines.push(change.type === 'message' ? `message ${change.data[0]}` : change.type);
      drain(side, lines);
    },
    (error: unknown) => lines.push((error as { code: string }).code),
  );
  return lines;
}

describe('a channel', () => {
  it('fails at the peer, and is lost here, when a message of the peer is lost on the way', () => {
    const lines: string[][] = [];
    const { network, at, flush } = scene(({ alice, bob }) => {
      network.inject({ type: 'drop', message: 'channel', from: 'alice', times: 1 });
      void alice.send(Uint8Array.of(1));
      void alice.send(Uint8Array.of(2));
      at(50, () => lines.push(drain(alice), drain(bob)));
    });
    flush();
    expect(lines).toEqual([
      ['opened', 'REMOTE_ERROR'],
      ['opened', 'UNREACHABLE'],
    ]);
  });

  it('is lost when the peer does not open its side in time', () => {
    const lines: string[][] = [];
    const { at, flush } = scene(({ alice }) => {
      at(CHANNEL_LIMITS.openingMs - 61, () => lines.push(drain(alice)));
      at(CHANNEL_LIMITS.openingMs - 60, () => lines.push(drain(alice)));
    }, false);
    flush();
    expect(lines).toEqual([[], ['UNREACHABLE']]);
  });

  it('is told of a crash after the latency', () => {
    const lines: string[][] = [];
    const { network, at, flush } = scene(({ alice }) => {
      network.crash('bob');
      at(LATENCY_MS - 1, () => lines.push(drain(alice)));
      at(LATENCY_MS, () => lines.push(drain(alice)));
    });
    flush();
    expect(lines).toEqual([['opened'], ['UNREACHABLE']]);
  });

  it('is closed after a second when the peer takes nothing', () => {
    let closedAt = 0;
    const lines: string[][] = [];
    const room = Math.floor(CHANNEL_LIMITS.windowBytes / CHANNEL_LIMITS.messageBytes);
    const { scheduler, at, flush } = scene(({ alice, bob }) => {
      const begun = scheduler.now();
      // More than there is room for.
      for (let count = 0; count < room + 2; count++) {
        void settled(alice.send(new Uint8Array(CHANNEL_LIMITS.messageBytes).fill(count)));
      }
      alice.close().then(() => (closedAt = scheduler.now() - begun));
      at(1_100, () => lines.push(drain(bob)));
    });
    flush();
    expect(closedAt).toBe(1_000);
    const messages = Array.from({ length: room }, (_, count) => `message ${count}`);
    expect(lines).toEqual([['opened', ...messages, 'UNREACHABLE']]);
  });

  it('rejects open() when a fault says so', () => {
    const virtual = virtualNetwork();
    const alice = virtual.network.join({ name: 'alice' });
    void alice.open();
    virtual.network.inject({ type: 'reject', call: 'channels.open', code: 'LIMIT_REACHED' });
    const opened = settled(alice.channels.open('invitation-1', alice.createEvent()));
    virtual.flush();
    expect(opened).toEqual({ code: 'LIMIT_REACHED' });
  });

  it('is forgotten with the oldest of more than 1000 accepted invitations', () => {
    const virtual = virtualNetwork();
    const { network, at, flush } = virtual;
    const alice = network.join({ name: 'alice' });
    void alice.open();
    network.peer('bob').accepts();
    for (let count = 0; count < 1_001; count++) {
      void alice.invitations.sendToEndpoint({ address: 'bob' }, { applicationId: createGuid() });
    }
    const opened: object[] = [];
    at(10, () => {
      for (const id of ['invitation-1', 'invitation-2']) {
        opened.push(settled(alice.channels.open(id, alice.createEvent())));
      }
    });
    flush();
    expect(opened).toMatchObject([{ code: 'NOT_FOUND' }, { value: {} }]);
  });
});

describe('a scripted peer', () => {
  function talk() {
    const virtual = virtualNetwork({ latencyMs: LATENCY_MS });
    const { network, at } = virtual;
    const alice = network.join({ name: 'alice' });
    void alice.open();
    const bob = network.peer('bob').accepts();
    void alice.invitations.sendToEndpoint(bob.endpoint, { applicationId: createGuid() });
    const open = (act: (side: ChannelHandle) => void): void => {
      const opened = settled(alice.channels.open('invitation-1', alice.createEvent()));
      at(50, () => act(opened.value!));
    };
    return { ...virtual, bob, open };
  }

  it('replies to messages, says something by itself, and hangs up', () => {
    const lines: string[][] = [];
    const { bob, at, open, flush } = talk();
    bob.talks((message) => (message[0] === 1 ? Uint8Array.of(2) : undefined));
    at(60, () =>
      open((side) => {
        void side.send(Uint8Array.of(1));
        void side.send(Uint8Array.of(9));
        at(30, () => bob.says(Uint8Array.of(3)).hangsUp());
        at(60, () => lines.push(drain(side)));
      }),
    );
    flush();
    expect(lines).toEqual([['opened', 'message 2', 'message 3', 'ended']]);
    expect(bob.heard).toEqual([Uint8Array.of(1), Uint8Array.of(9)]);
  });

  it('opens the channel again after it has ended', () => {
    const lines: string[][] = [];
    const { bob, at, open, flush } = talk();
    bob.talks();
    at(60, () => open((side) => void side.close()));
    at(160, () =>
      open((side) => {
        bob.says(Uint8Array.of(1));
        at(30, () => lines.push(drain(side)));
      }),
    );
    flush();
    expect(lines).toEqual([['opened', 'message 1']]);
  });

  it.each(['leaves', 'opens none'])('has a channel that is lost when it %s', (what) => {
    const lines: string[][] = [];
    const { bob, at, open, flush } = talk();
    if (what === 'leaves') bob.talks();
    at(60, () =>
      open((side) => {
        bob.leaves();
        at(30, () => lines.push(drain(side)));
      }),
    );
    flush();
    expect(lines).toEqual([what === 'leaves' ? ['opened', 'UNREACHABLE'] : ['UNREACHABLE']]);
  });

  it('refuses what is no message, and what is no reply', () => {
    const { bob } = talk();
    expect(() => bob.says(new Uint8Array())).toThrow(RangeError);
    expect(() => bob.says('hello' as unknown as Uint8Array)).toThrow(TypeError);
    expect(() => bob.talks(7 as unknown as () => undefined)).toThrow(TypeError);
  });
});
