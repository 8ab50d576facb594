import { incomingInvitations, parseGuid } from '@beckon/core';
import { applicationId, logInvite, settled, virtualNetwork } from '../../test/virtual-network.ts';
import type { AdapterCall, Fault } from '../index.ts';

const invitation = { applicationId: parseGuid(applicationId) };

function scene(options: Parameters<typeof virtualNetwork>[0] = { latencyMs: 10 }) {
  const virtual = virtualNetwork(options);
  const alice = virtual.network.join({ name: 'alice' });
  const bob = virtual.network.join({ name: 'bob' });
  void alice.open();
  void bob.open();
  return { virtual, ...virtual, alice, bob };
}

/**
 * Alice invites Bob, and Bob accepts at frame 30. Returns the events of each side, with their
 * frames.
 */
function play(fault: Fault) {
  const { virtual, network, alice, bob, at, flush, scheduler } = scene();
  network.inject(fault);
  const sender = logInvite(virtual, alice, 'bob', { expiresInMs: 1_000 }).lines;
  const recipient: string[] = [];
  const registered = incomingInvitations(bob).subscribe();
  at(30, () => {
    bob.inbox.accept('invitation-1').then(
      ({ state }) => recipient.push(`${scheduler.now()} ${state}`),
      (error: unknown) => recipient.push(`${scheduler.now()} ${(error as { code: string }).code}`),
    );
  });
  at(20_000, () => registered.unsubscribe());
  flush();
  return { sender: sender.slice(2), recipient };
}

describe('a fault', () => {
  it('drop of the invite: the invitation expires at the sender, and never arrives', () => {
    expect(play({ type: 'drop', message: 'invite' })).toEqual({
      sender: ['1000 expired'],
      recipient: ['30 NOT_FOUND'],
    });
  });

  it('drop of the answer: the invitation expires at the sender, and the recipient is told so', () => {
    expect(play({ type: 'drop', message: 'answer' })).toEqual({
      sender: ['20 delivered', '1000 expired'],
      recipient: ['1010 expired'],
    });
  });

  it('drop of the confirm: the sender is accepted, and the recipient expires after its last wait', () => {
    expect(play({ type: 'drop', message: 'confirm' })).toEqual({
      sender: ['20 delivered', '40 accepted'],
      recipient: ['11000 expired'],
    });
  });

  it('drop of delivered: the sender does not hear of the delivery', () => {
    expect(play({ type: 'drop', message: 'delivered' })).toEqual({
      sender: ['40 accepted'],
      recipient: ['50 accepted'],
    });
  });

  it('delay of a message adds to the latency, and the messages behind it wait', () => {
    expect(play({ type: 'delay', ms: 100, message: 'delivered' })).toEqual({
      sender: ['120 delivered', '120 accepted'],
      recipient: ['130 accepted'],
    });
  });

  it('crash of the recipient by a message: the sender fails with UNREACHABLE', () => {
    expect(play({ type: 'crash', message: 'invite', to: 'bob' })).toEqual({
      sender: ['20 UNREACHABLE'],
      recipient: ['30 NOT_INITIALIZED'],
    });
  });

  it('crash of the sender by the answer: the recipient sees the invitation withdrawn', () => {
    expect(play({ type: 'crash', message: 'answer', to: 'alice' })).toEqual({
      sender: ['20 delivered', '40 CLOSED'],
      recipient: ['50 withdrawn'],
    });
  });

  it('duplicateSignal: a signal comes twice', () => {
    expect(signalFrames({ type: 'duplicateSignal', peer: 'alice' })).toEqual([20, 20, 40, 40]);
  });

  it('spuriousSignal: an event is signalled though nothing has changed', () => {
    expect(signalFrames({ type: 'spuriousSignal', peer: 'alice', afterMs: 7 })).toEqual([
      7, 20, 40,
    ]);
  });

  it('without a matching fault: an event is signalled once for each change', () => {
    expect(signalFrames({ type: 'duplicateSignal', peer: 'nobody' })).toEqual([20, 40]);
  });

  const tableCalls = [
    'invitations.inviteEndpoint',
    'invitations.inviteContact',
    'invitations.sendToEndpoint',
    'invitations.sendToContact',
    'inbox.changes',
    'inbox.status',
    'inbox.accept',
    'inbox.decline',
    'identity.contact',
    'identity.card',
    'identity.endpoints',
    'identity.name',
    'identity.setName',
  ] as const satisfies readonly AdapterCall[];

  it.each(tableCalls)('reject of %s: the call rejects with the code, and does nothing', (call) => {
    const { network, alice, bob, at, flush } = scene();
    network.inject({ type: 'reject', call, peer: 'alice', code: 'OUT_OF_MEMORY', hresult: 7 });
    const calls: Record<(typeof tableCalls)[number], () => PromiseLike<unknown>> = {
      'invitations.inviteEndpoint': () =>
        alice.invitations.inviteEndpoint(bob.endpoint, invitation),
      'invitations.inviteContact': () =>
        alice.invitations.inviteContact(bob.contact, bob.endpoint, invitation),
      'invitations.sendToEndpoint': () =>
        alice.invitations.sendToEndpoint(bob.endpoint, invitation),
      'invitations.sendToContact': () =>
        alice.invitations.sendToContact(bob.contact, bob.endpoint, invitation),
      'inbox.changes': () => alice.inbox.changes(alice.createEvent()),
      'inbox.status': () => alice.inbox.status('invitation-1'),
      'inbox.accept': () => alice.inbox.accept('invitation-1'),
      'inbox.decline': () => alice.inbox.decline('invitation-1'),
      'identity.contact': () => alice.identity.contact(),
      'identity.card': () => alice.identity.card(),
      'identity.endpoints': () => alice.identity.endpoints(),
      'identity.name': () => alice.identity.name(),
      'identity.setName': () => alice.identity.setName('Tablet'),
    };
    const errors: unknown[] = [];
    calls[call]().then(null, (error: unknown) => errors.push(error));
    let arrived: object = {};
    at(50, () => (arrived = settled(bob.inbox.status('invitation-1'))));
    flush();
    expect(errors).toMatchObject([{ code: 'OUT_OF_MEMORY', hresult: 7 }]);
    expect((errors[0] as Error).message).toContain(call);
    expect(arrived).toEqual({ code: 'NOT_FOUND' });
    expect(alice.endpoint.name).toBe('alice');
  });

  const handleCalls = [
    'InvitationHandle.response',
    'InvitationHandle.cancel',
    'InvitationHandle.close',
  ] as const satisfies readonly AdapterCall[];

  it.each(handleCalls)('reject of %s: the handle rejects with the code', (call) => {
    const { network, alice, bob, at, flush } = scene();
    network.inject({ type: 'reject', call, code: 'SERVICE_UNAVAILABLE', times: 1 });
    const invited = settled(alice.invitations.inviteEndpoint(bob.endpoint, invitation));
    const results: object[] = [];
    const ask = (): void => {
      const handle = invited.value!;
      const calls: Record<(typeof handleCalls)[number], () => PromiseLike<unknown>> = {
        'InvitationHandle.response': () => handle.response(),
        'InvitationHandle.cancel': () => handle.cancel('withdrawn'),
        'InvitationHandle.close': () => handle.close(),
      };
      results.push(settled(calls[call]()));
    };
    at(30, ask);
    at(40, ask);
    flush();
    expect(results[0]).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    expect(results[1]).toHaveProperty('value');
  });

  it.each<AdapterCall>(['ChangeQueue.next', 'ChangeQueue.close'])(
    'reject of %s: the queue rejects with the code',
    (call) => {
      const { network, bob, at, flush } = scene();
      network.inject({ type: 'reject', call, code: 'SERVICE_UNAVAILABLE' });
      const opened = settled(bob.inbox.changes(bob.createEvent()));
      let result: object = {};
      at(1, () => {
        const queue = opened.value!;
        result = settled<unknown>(call === 'ChangeQueue.next' ? queue.next() : queue.close());
      });
      flush();
      expect(result).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    },
  );

  it('reject of open: the adapter stays closed', async () => {
    const { network } = virtualNetwork();
    const carol = network.join({ name: 'carol' });
    network.inject({ type: 'reject', call: 'open', code: 'SERVICE_UNAVAILABLE', times: 1 });
    await expect(carol.open()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(() => carol.createEvent()).toThrow(/not open/);
    await carol.open();
    carol.createEvent().close();
  });

  it('holds on a link, for a peer, or everywhere', () => {
    const hits = (fault: Fault): string => {
      const { virtual, network, alice, bob, flush } = scene();
      network.peer('carol').accepts();
      network.inject(fault);
      const logs = [alice, bob].map((adapter) =>
        logInvite(virtual, adapter, 'carol', { expiresInMs: 100 }),
      );
      flush();
      return logs.map(({ lines }) => (lines.at(-1) === '20 accepted' ? 'fine' : 'lost')).join(' ');
    };
    expect(hits({ type: 'drop', from: 'alice', to: 'carol' })).toBe('lost fine');
    expect(hits({ type: 'drop', from: 'carol', to: 'bob' })).toBe('fine lost');
    expect(hits({ type: 'drop', peer: 'bob' })).toBe('fine lost');
    expect(hits({ type: 'drop', peer: 'carol' })).toBe('lost lost');
    expect(hits({ type: 'drop' })).toBe('lost lost');
    expect(hits({ type: 'drop', peer: 'nobody' })).toBe('fine fine');
  });

  it('happens as many times as it says, and no more once it is removed', () => {
    const { virtual, network, alice, at, flush } = scene();
    network.peer('carol').accepts();
    network.inject({ type: 'drop', message: 'invite', times: 1 });
    const ends: (readonly string[])[] = [];
    const inviteAt = (frame: number): void =>
      at(frame, () => ends.push(logInvite(virtual, alice, 'carol', { expiresInMs: 90 }).lines));
    inviteAt(0);
    inviteAt(100);
    let remove = (): void => undefined;
    at(150, () => (remove = network.inject({ type: 'drop', message: 'invite' })));
    inviteAt(200);
    at(300, () => remove());
    inviteAt(300);
    at(350, () => void network.inject({ type: 'drop', message: 'invite' }));
    inviteAt(400);
    at(500, () => network.clearFaults());
    inviteAt(500);
    flush();
    expect(ends.map((lines) => lines.at(-1)!.split(' ')[1])).toEqual([
      'expired',
      'accepted',
      'expired',
      'accepted',
      'expired',
      'accepted',
    ]);
  });

  it.each<[string, ErrorConstructor, unknown]>([
    ['a probability above 1', RangeError, { type: 'drop', probability: 1.5 }],
    ['a probability that is not a number', RangeError, { type: 'drop', probability: NaN }],
    ['no times', RangeError, { type: 'drop', times: 0 }],
    ['half a time', RangeError, { type: 'drop', times: 0.5 }],
    ['a negative delay', RangeError, { type: 'delay', ms: -1 }],
    ['no delay', TypeError, { type: 'delay' }],
    ['a range that ends before it begins', RangeError, { type: 'delay', ms: [5, 4] }],
    ['an endless wait', RangeError, { type: 'spuriousSignal', afterMs: Infinity }],
    ['a wait that is null', TypeError, { type: 'spuriousSignal', afterMs: null }],
    ['a type that does not exist', TypeError, { type: 'lose' }],
    ['no type', TypeError, { probability: 1 }],
    ['a kind of message that does not exist', TypeError, { type: 'drop', message: 'outcome' }],
    ['text that is not an address', TypeError, { type: 'drop', to: 'two words' }],
    ['a peer without a name', TypeError, { type: 'duplicateSignal', peer: '' }],
    ['a member that does not exist', TypeError, { type: 'drop', mesage: 'invite' }],
    ['a member of another type', TypeError, { type: 'drop', ms: 5 }],
    ['a call that does not exist', TypeError, { type: 'reject', call: 'accept', code: 'UNKNOWN' }],
    ['no code', TypeError, { type: 'reject' }],
    ['a code that does not exist', TypeError, { type: 'reject', code: 'BROKEN' }],
    [
      'a number that is not an HRESULT',
      RangeError,
      { type: 'reject', code: 'UNKNOWN', hresult: -1 },
    ],
    ['nothing', TypeError, undefined],
  ])('with %s is refused at the call, and is not injected', (_, type, fault) => {
    const { virtual, network, alice, flush } = scene();
    network.peer('carol').accepts();
    expect(() => network.inject(fault as Fault)).toThrow(type);
    const { lines } = logInvite(virtual, alice, 'carol');
    flush();
    expect(lines.at(-1)).toBe('20 accepted');
  });
});

describe('random faults', () => {
  const run = (seed: number): string[] => {
    const { virtual, network, alice, at, flush } = scene({ latencyMs: [0, 50], seed });
    network.inject({ type: 'drop', probability: 0.2 });
    network.inject({ type: 'delay', ms: [0, 300], probability: 0.5 });
    network.peer('carol').accepts();
    const logs: (readonly string[])[] = [];
    for (let frame = 0; frame < 20; frame += 1) {
      at(frame, () => logs.push(logInvite(virtual, alice, 'carol', { expiresInMs: 500 }).lines));
    }
    flush();
    return logs.flat();
  };

  it('are the same for the same seed, and differ for another seed', () => {
    expect(run(42)).toEqual(run(42));
    expect(run(42)).not.toEqual(run(43));
  });

  it('happen about as often as their probability says', () => {
    const lost = run(7).filter((line) => line.endsWith('expired')).length;
    expect(lost).toBeGreaterThan(2);
    expect(lost).toBeLessThan(18);
  });
});

/**
 * The frames at which the event of an invitation is signalled. It is delivered at 20 and answered
 * at 40.
 */
function signalFrames(fault: Fault): number[] {
  const { network, alice, bob, at, flush, scheduler } = scene();
  network.inject(fault);
  const event = alice.createEvent();
  const frames: number[] = [];
  event.signaled$.subscribe(() => frames.push(scheduler.now()));
  void settled(alice.invitations.inviteEndpoint(bob.endpoint, invitation, event));
  const registered = incomingInvitations(bob).subscribe();
  at(30, () => void settled(bob.inbox.accept('invitation-1')));
  at(100, () => {
    event.close();
    registered.unsubscribe();
    network.crash('alice');
  });
  flush();
  return frames;
}
