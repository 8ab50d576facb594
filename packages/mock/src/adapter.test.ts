import {
  type CancelReason,
  type CollaborationError,
  incomingInvitations,
  LIMITS,
  parseGuid,
} from '@beckon/core';
import type { InvitationHandle } from '@beckon/core/adapter';
import { mergeMap } from 'rxjs';
import { applicationId, logInvite, settled, virtualNetwork } from '../test/virtual-network.ts';

const invitation = { applicationId: parseGuid(applicationId) };

function scene() {
  const virtual = virtualNetwork({ latencyMs: 10 });
  const alice = virtual.network.join({ name: 'alice' });
  const bob = virtual.network.join({ name: 'bob' });
  void alice.open();
  void bob.open();
  return { virtual, ...virtual, alice, bob };
}

/** Invites through the function table itself. The handle is there at the next frame. */
function send(
  { alice, at }: Pick<ReturnType<typeof scene>, 'alice' | 'at'>,
  act: (handle: InvitationHandle) => void,
) {
  const invited = settled(alice.invitations.inviteEndpoint({ address: 'bob' }, invitation));
  at(0, () => act(invited.value!));
}

describe('an answer', () => {
  it('counts when response() returns it: the recipient waits until then', () => {
    const { alice, bob, at, flush, scheduler } = scene();
    const told: string[] = [];
    send({ alice, at }, (handle) => {
      at(30, () => {
        bob.inbox
          .accept('invitation-1')
          .then(({ state }) => told.push(`${scheduler.now()} ${state}`));
      });
      at(70, () => void settled(handle.response()));
    });
    flush();
    expect(told).toEqual(['80 accepted']);
  });

  it('comes too late when cancel() is called before response() returns it', () => {
    const { alice, bob, at, flush } = scene();
    let answered: object = {};
    let response: object = {};
    send({ alice, at }, (handle) => {
      at(30, () => (answered = settled(bob.inbox.accept('invitation-1'))));
      at(70, () => {
        response = settled(handle.response());
        void settled(handle.cancel('answeredElsewhere'));
      });
    });
    flush();
    expect(response).toEqual({ code: 'CLOSED' });
    expect(answered).toEqual({ value: { state: 'answeredElsewhere' } });
  });

  it('does not count when the invitation expires before response() returns it', () => {
    const { alice, bob, at, flush, scheduler } = scene();
    const told: string[] = [];
    let response: object = {};
    send({ alice, at }, (handle) => {
      at(30, () => {
        bob.inbox
          .accept('invitation-1')
          .then(({ state }) => told.push(`${scheduler.now()} ${state}`));
      });
      at(LIMITS.invitationLifetimeMs + 1, () => (response = settled(handle.response())));
    });
    flush();
    expect(told).toEqual([`${LIMITS.invitationLifetimeMs + 10} expired`]);
    expect(response).toEqual({ value: { action: 'expired' } });
  });

  it('counts when it arrives if the handle is closed, and if the app sent without a handle', () => {
    const { alice, bob, at, flush } = scene();
    send({ alice, at }, (handle) => void settled(handle.close()));
    void settled(alice.invitations.sendToEndpoint({ address: 'bob' }, invitation));
    const answers: object[] = [];
    at(30, () => {
      for (const id of ['invitation-1', 'invitation-2'])
        answers.push(settled(bob.inbox.accept(id)));
    });
    flush();
    expect(answers).toEqual([{ value: { state: 'accepted' } }, { value: { state: 'accepted' } }]);
  });

  it('can be given once: a second one is refused while the first is under way', () => {
    const { virtual, alice, bob, at, flush } = scene();
    let second: object = {};
    logInvite(virtual, alice, 'bob');
    at(30, () => {
      void settled(bob.inbox.decline('invitation-1'));
      second = settled(bob.inbox.accept('invitation-1'));
    });
    flush();
    expect(second).toEqual({ code: 'CLOSED' });
  });
});

describe('an invitation', () => {
  it('is not shown when it is cancelled before the app has seen it', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const { subscription } = logInvite(virtual, alice, 'bob');
    at(5, () => subscription.unsubscribe());
    const seen: string[] = [];
    at(100, () => incomingInvitations(bob).subscribe(({ id }) => seen.push(id)));
    flush();
    expect(seen).toEqual([]);
  });

  it('is delivered when a change queue has given its arrival', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const { lines } = logInvite(virtual, alice, 'bob');
    at(50, () => incomingInvitations(bob).subscribe());
    at(90, () => incomingInvitations(bob).subscribe());
    at(100, () => void bob.close());
    flush();
    expect(lines).toEqual(['0 sending', '0 pending', '60 delivered', '110 UNREACHABLE']);
  });

  it('fails with UNREACHABLE where nobody is, and where the adapter is not open', () => {
    const { virtual, alice, flush } = scene();
    virtual.network.join({ name: 'carol' });
    const nobody = logInvite(virtual, alice, 'nobody');
    const carol = logInvite(virtual, alice, 'carol');
    flush();
    expect(nobody.lines).toEqual(['0 sending', '0 pending', '20 UNREACHABLE']);
    expect(carol.lines).toEqual(nobody.lines);
  });

  it('to a contact reaches each endpoint of that contact, and no endpoint of another', () => {
    const { virtual, alice, bob, flush } = scene();
    const phone = virtual.network.peer('bob/phone').accepts();
    const contact = { peerName: 'bob' };
    const here = logInvite(virtual, alice, '', { to: { contact, endpoint: phone.endpoint } });
    const other = logInvite(virtual, alice, '', {
      to: { contact: { peerName: 'mallory' }, endpoint: bob.endpoint },
    });
    const otherScripted = logInvite(virtual, alice, '', {
      to: { contact: { peerName: 'mallory' }, endpoint: phone.endpoint },
    });
    flush();
    expect(here.lines.at(-1)).toBe('20 accepted');
    expect(other.lines.at(-1)).toBe('20 UNREACHABLE');
    expect(otherScripted.lines.at(-1)).toBe('20 UNREACHABLE');
    expect(phone.received).toHaveLength(1);
  });

  it('has data of its own: neither the sender nor another reader can change it afterwards', () => {
    const { alice, bob, flush } = scene();
    const data = Uint8Array.of(1);
    void settled(alice.invitations.sendToEndpoint(bob.endpoint, { ...invitation, data }));
    data[0] = 2;
    const read: number[] = [];
    const readAndChange = (): void => {
      incomingInvitations(bob).subscribe(({ data: received }) => {
        read.push(received![0]!);
        received![0] = 3;
      });
    };
    readAndChange();
    readAndChange();
    flush();
    expect(read).toEqual([1, 1]);
  });

  it('is remembered by its id until a thousand more have ended', () => {
    const { virtual, alice, bob, flush } = scene();
    for (let count = 0; count < 1_001; count += 1) {
      void settled(
        alice.invitations.sendToEndpoint(bob.endpoint, { ...invitation, expiresInMs: 100 }),
      );
    }
    flush();
    const first = settled(bob.inbox.status('invitation-1'));
    const second = settled(bob.inbox.status('invitation-2'));
    virtual.flush();
    expect(first).toEqual({ code: 'NOT_FOUND' });
    expect(second).toEqual({ value: { state: 'expired' } });
  });

  it('is rejected and not sent when the event is closed, or belongs to another adapter', () => {
    const { alice, bob, flush } = scene();
    const closed = alice.createEvent();
    closed.close();
    const results = [bob.createEvent(), closed].map((event) =>
      settled(alice.invitations.inviteEndpoint(bob.endpoint, invitation, event)),
    );
    flush();
    expect(results).toEqual([{ code: 'INVALID_ARGUMENT' }, { code: 'INVALID_ARGUMENT' }]);
  });
});

describe('timers', () => {
  it.each<[string, (parts: ReturnType<typeof scene>) => void]>([
    ['it is accepted', ({ bob }) => void settled(bob.inbox.accept('invitation-1'))],
    ['it is declined', ({ bob }) => void settled(bob.inbox.decline('invitation-1'))],
    ['the recipient closes', ({ bob }) => void bob.close()],
    ['the sender closes', ({ alice }) => void alice.close()],
    ['the recipient crashes', ({ network }) => network.crash('bob')],
    ['the sender crashes', ({ network }) => network.crash('alice')],
  ])('of an invitation are cancelled when %s', (_, end) => {
    const parts = scene();
    parts.network.inject({ type: 'spuriousSignal', afterMs: 50_000 });
    logInvite(parts.virtual, parts.alice, 'bob');
    parts.at(30, () => end(parts));
    parts.flush();
    expect(parts.scheduler.now()).toBeLessThan(100);
  });

  it('of a scripted peer that would answer are cancelled with the invitation', () => {
    const { virtual, network, alice, at, flush, scheduler } = scene();
    network.peer('carol').afterMs(50_000).accepts();
    const { subscription } = logInvite(virtual, alice, 'carol');
    at(30, () => subscription.unsubscribe());
    flush();
    expect(scheduler.now()).toBeLessThan(100);
  });
});

describe('an address', () => {
  it.each(['', 'two words', 'bob/', '/bob', 'a/b/c', 'bob@home', 'x'.repeat(65)])(
    '%j is refused with INVALID_ARGUMENT, and nothing is sent',
    (address) => {
      const { alice, flush, network } = scene();
      const result = settled(alice.invitations.inviteEndpoint({ address }, invitation));
      flush();
      expect(result).toEqual({ code: 'INVALID_ARGUMENT' });
      expect(() => network.join({ name: address })).toThrow(TypeError);
      expect(() => network.peer(address)).toThrow(TypeError);
    },
  );

  it.each(['carol', 'Bob.O-Neil_2', 'björn/テレフォン', 'x'.repeat(64)])(
    '%j is accepted',
    (name) => {
      expect(scene().network.peer(name).endpoint.address).toBe(name);
    },
  );
});

describe('oneself', () => {
  it('cannot be invited: each call rejects with INVALID_ARGUMENT, and nothing is sent', () => {
    const { alice, flush, network } = scene();
    const errors: unknown[] = [];
    const { invitations, endpoint, contact } = alice;
    for (const call of [
      () => invitations.inviteEndpoint(endpoint, invitation),
      () => invitations.inviteContact(contact, endpoint, invitation),
      () => invitations.sendToEndpoint(endpoint, invitation),
      () => invitations.sendToContact(contact, endpoint, invitation),
    ]) {
      call().then(null, (error: unknown) => errors.push(error));
    }
    const status = settled(alice.inbox.status('invitation-1'));
    flush();
    const message = expect.stringMatching(
      /^invitations\.\w+: endpoint\.address "alice" is this adapter's own\. A side cannot invite itself\.$/,
    ) as string;
    expect(errors).toMatchObject(Array(4).fill({ code: 'INVALID_ARGUMENT', message }));
    expect(status).toEqual({ code: 'NOT_FOUND' });
    expect(network.join({ name: 'alice/phone' }).contact.peerName).toBe('alice');
  });
});

describe('a reply', () => {
  it('carries a message and data to the sender, each reader with a copy of its own', () => {
    const { alice, bob, at, flush } = scene();
    const data = Uint8Array.of(1, 2);
    const read: object[] = [];
    send({ alice, at }, (handle) => {
      at(30, () => {
        void settled(bob.inbox.accept('invitation-1', 'Sure', data));
        data[0] = 9;
      });
      at(50, () => void settled(handle.response()));
      for (const frame of [60, 70]) {
        at(frame, () => {
          handle.response().then((response) => {
            read.push(structuredClone(response) as object);
            if (typeof response === 'object' && response.action === 'accepted') {
              response.data!.fill(0);
            }
          });
        });
      }
    });
    flush();
    const response = {
      action: 'accepted',
      message: 'Sure',
      data: Uint8Array.of(1, 2),
      invitationId: 'invitation-1',
    };
    expect(read).toEqual([response, response]);
  });

  it.each<[string, string | undefined, Uint8Array | undefined]>([
    ['a message that is too long', 'x'.repeat(LIMITS.messageUtf16Units + 1), undefined],
    ['half a surrogate pair', '\ud800', undefined],
    ['too much data', undefined, new Uint8Array(LIMITS.invitationDataBytes + 1)],
  ])(
    'with %s is INVALID_ARGUMENT, and the invitation can still be answered',
    (_, message, data) => {
      const { virtual, alice, bob, at, flush } = scene();
      const { lines } = logInvite(virtual, alice, 'bob');
      let wrong: object = {};
      at(30, () => (wrong = settled(bob.inbox.accept('invitation-1', message, data))));
      at(40, () => void settled(bob.inbox.decline('invitation-1', 'Not now')));
      flush();
      expect(wrong).toEqual({ code: 'INVALID_ARGUMENT' });
      expect(lines.at(-1)).toBe('50 declined: Not now');
    },
  );
});

describe('data', () => {
  it('arrives as a plain Uint8Array that shares no memory, also when a Buffer was sent', () => {
    const { alice, bob, at, flush } = scene();
    const pool = Buffer.from('a secret, then data');
    const data = pool.subarray(15);
    void settled(alice.invitations.sendToEndpoint(bob.endpoint, { ...invitation, data }));
    pool.fill(0);
    const received: Uint8Array[] = [];
    const subscription = incomingInvitations(bob).subscribe((incoming) => {
      received.push(incoming.data!);
    });
    at(50, () => subscription.unsubscribe());
    flush();
    const [own] = received;
    expect(own!.constructor).toBe(Uint8Array);
    expect(own!.buffer.byteLength).toBe(4);
    expect(Buffer.from(own!).toString()).toBe('data');
  });
});

describe('the identity', () => {
  it('has a card that names the contact', () => {
    const { network, flush } = scene();
    const details = { nickname: 'cc', displayName: 'Carol', emailAddress: 'carol@example.org' };
    const carol = network.join({ name: 'carol/phone', contact: details });
    void carol.open();
    const card = settled(carol.identity.card());
    const contact = settled(carol.identity.contact());
    flush();
    expect(contact.value).toEqual({ peerName: 'carol', ...details });
    expect(card.value).toMatch(/^mock-card:/);
    expect(JSON.parse(card.value!.slice('mock-card:'.length))).toEqual(contact.value);
  });

  it('has a name that can be changed: later invitations carry the new one', () => {
    const { alice, bob, at, flush } = scene();
    const names: (string | undefined)[] = [];
    const subscription = incomingInvitations(bob).subscribe(({ from }) =>
      names.push(from.endpoint.name),
    );
    const before = settled(alice.identity.name());
    void settled(alice.invitations.sendToEndpoint(bob.endpoint, invitation));
    void settled(alice.identity.setName('Tablet'));
    void settled(alice.invitations.sendToEndpoint(bob.endpoint, invitation));
    const after = settled(alice.identity.name());
    const endpoints = settled(alice.identity.endpoints());
    at(50, () => subscription.unsubscribe());
    flush();
    expect([before.value, after.value]).toEqual(['alice', 'Tablet']);
    expect(endpoints.value).toEqual([{ address: 'alice', name: 'Tablet' }]);
    expect(names).toEqual(['alice', 'Tablet']);
  });

  it.each([
    ['nothing', ''],
    ['U+0000', '\0'],
    ['something too long', 'x'.repeat(LIMITS.endpointNameUtf16Units + 1)],
  ])('cannot be called %s: INVALID_ARGUMENT, and the name stays', (_, name) => {
    const { alice, flush } = scene();
    const result = settled(alice.identity.setName(name));
    flush();
    expect(result).toEqual({ code: 'INVALID_ARGUMENT' });
    expect(alice.endpoint.name).toBe('alice');
  });
});

describe('two sides that invite each other for the same application', () => {
  it('are both accepted when their invitations cross, and nobody is asked', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const asked: string[] = [];
    for (const adapter of [alice, bob])
      incomingInvitations(adapter).subscribe(({ id }) => asked.push(id));
    const first = logInvite(virtual, alice, 'bob');
    let second: readonly string[] = [];
    at(5, () => (second = logInvite(virtual, bob, 'alice').lines));
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(first.lines.at(-1)).toBe('20 accepted');
    expect(second.at(-1)).toBe('30 accepted');
    expect(asked).toEqual([]);
  });

  it('are both accepted when one invites while the other waits for an answer', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const seen: string[] = [];
    const first = logInvite(virtual, alice, 'bob');
    incomingInvitations(bob)
      .pipe(mergeMap(({ status$ }) => status$))
      .subscribe(({ state }) => seen.push(state));
    let second: readonly string[] = [];
    at(1_000, () => (second = logInvite(virtual, bob, 'alice').lines));
    at(2_000, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(first.lines.at(-1)).toBe('1010 accepted');
    expect(second.at(-1)).toBe('1020 accepted');
    expect(seen).toEqual(['pending', 'answeredElsewhere']);
  });

  it('continue with the younger invitation when the older one is withdrawn in time', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const first = logInvite(virtual, alice, 'bob');
    const second = logInvite(virtual, bob, 'alice');
    at(15, () => first.subscription.unsubscribe());
    incomingInvitations(alice).subscribe(({ accept }) => void accept());
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(second.lines.slice(2)).toEqual(['25 delivered', '25 accepted']);
  });

  it('are both accepted when the younger one is cancelled after its side has agreed', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const controller = new AbortController();
    const first = logInvite(virtual, alice, 'bob');
    const second = logInvite(virtual, bob, 'alice', { signal: controller.signal });
    at(15, () => controller.abort());
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(first.lines.at(-1)).toBe('20 accepted');
    expect(second.lines.at(-1)).toBe('30 accepted');
  });

  it('are not asked about an invitation when one of them invites the other once more', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const asked: string[] = [];
    incomingInvitations(alice).subscribe(({ id }) => asked.push(id));
    const first = logInvite(virtual, alice, 'bob');
    const second = logInvite(virtual, bob, 'alice');
    let third: readonly string[] = [];
    at(12, () => (third = logInvite(virtual, alice, 'bob').lines));
    at(15, () => first.subscription.unsubscribe());
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(second.lines.at(-1)).toBe('25 accepted');
    expect(third.at(-1)).toBe('35 accepted');
    expect(asked).toEqual([]);
  });

  it('are asked when the two invitations are for different applications', () => {
    const { virtual, alice, bob, at, flush } = scene();
    const asked: string[] = [];
    for (const adapter of [alice, bob])
      incomingInvitations(adapter).subscribe(({ id }) => asked.push(id));
    logInvite(virtual, alice, 'bob');
    logInvite(virtual, bob, 'alice', { applicationId: '0b6d3a52-7c1e-4a55-9d6c-2f6f1f6f0c01' });
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(asked.sort()).toEqual(['invitation-1', 'invitation-2']);
  });
});

describe('a handle', () => {
  it('refuses a reason that does not exist, and cancels nothing', () => {
    const { alice, bob, at, flush } = scene();
    let result: object = {};
    let status: object = {};
    send({ alice, at }, (handle) => {
      const subscription = incomingInvitations(bob).subscribe();
      at(30, () => (result = settled(handle.cancel('bored' as CancelReason))));
      at(60, () => (status = settled(bob.inbox.status('invitation-1'))));
      at(70, () => subscription.unsubscribe());
    });
    flush();
    expect(result).toEqual({ code: 'INVALID_ARGUMENT' });
    expect(status).toEqual({ value: { state: 'pending' } });
  });

  it('rejects everything with CLOSED once it is closed', () => {
    const { alice, at, flush } = scene();
    const results: object[] = [];
    send({ alice, at }, (handle) => {
      void settled(handle.close());
      results.push(
        settled(handle.response()),
        settled(handle.cancel('withdrawn')),
        settled(handle.close()),
      );
    });
    flush();
    expect(results).toEqual([{ code: 'CLOSED' }, { code: 'CLOSED' }, { code: 'CLOSED' }]);
  });
});

describe('an answer that is on its way when the recipient closes', () => {
  const answering = () => {
    const scene = virtualNetwork({ latencyMs: 10 });
    const alice = scene.network.join({ name: 'alice' });
    const bob = scene.network.join({ name: 'bob' });
    void Promise.all([alice.open(), bob.open()]);
    const log = logInvite(scene, alice, 'bob');
    const answers: string[] = [];
    incomingInvitations(bob, { scheduler: scene.scheduler }).subscribe(({ id }) => {
      bob.inbox.accept(id).then(
        ({ state }) => void answers.push(`${scene.scheduler.now()} ${state}`),
        (error: unknown) =>
          void answers.push(`${scene.scheduler.now()} ${(error as CollaborationError).code}`),
      );
    });
    return { ...scene, alice, bob, log, answers };
  };

  it('is accepted on both sides when the sender has read it', () => {
    const { at, flush, bob, log, answers } = answering();
    at(15, () => void bob.close());
    flush();
    expect(log.lines.at(-1)).toBe('20 accepted');
    expect(answers).toEqual(['30 accepted']);
  });

  it('fails with CLOSED after a second without the sender’s word', () => {
    const { at, flush, bob, answers, network } = answering();
    network.inject({ type: 'drop', message: 'confirm' });
    at(15, () => void bob.close());
    flush();
    expect(answers).toEqual(['1015 CLOSED']);
  });

  it('does not keep new invitations from hearing that nobody is there', () => {
    const scene = answering();
    const { at, flush, alice, bob } = scene;
    let late: ReturnType<typeof logInvite> | undefined;
    at(15, () => {
      void bob.close();
      late = logInvite(scene, alice, 'bob');
    });
    flush();
    expect(late?.lines.at(-1)).toBe('35 UNREACHABLE');
  });

  it('fails at once with CLOSED when the recipient crashes', () => {
    const { at, flush, answers, network } = answering();
    at(15, () => network.crash('bob'));
    flush();
    expect(answers).toEqual(['15 CLOSED']);
  });
});
