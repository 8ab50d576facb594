import {
  incomingInvitations,
  invite,
  parseGuid,
  type ReceivedInvitation,
  type Reception,
  type ReceptionVerdict,
} from '@beckon/core';
import { RECEPTION_TIMEOUT_MS } from '@beckon/core/adapter';
import { config, lastValueFrom } from 'rxjs';
import { applicationId, logInvite, settled, virtualNetwork } from '../../test/virtual-network.ts';
import { createMockNetwork } from '../index.ts';
import { Reply } from '../replies/reply.ts';

const invitation = { applicationId: parseGuid(applicationId) };

function scene(reception: Reception) {
  const virtual = virtualNetwork({ latencyMs: 10 });
  const alice = virtual.network.join({ name: 'alice' });
  const bob = virtual.network.join({ name: 'bob', reception });
  void alice.open();
  void bob.open();
  const seen: string[] = [];
  incomingInvitations(bob).subscribe(({ id }) => seen.push(`${virtual.scheduler.now()} ${id}`));
  return { virtual, ...virtual, alice, bob, seen };
}

/** A scene in which the test decides for the reception, in virtual time. */
function sceneByHand() {
  const asked: ReceivedInvitation[] = [];
  const replies: Reply<ReceptionVerdict>[] = [];
  const parts = scene((received) => {
    const reply = new Reply<ReceptionVerdict>(parts.scheduler);
    asked.push(received);
    replies.push(reply);
    return reply;
  });
  const say = (verdict: ReceptionVerdict): void => replies.at(-1)!.resolve(verdict);
  return { ...parts, asked, say };
}

describe('the reception', () => {
  it.each<[string, Reception, string]>([
    ['anyone', 'anyone', '60 expired'],
    ['nobody', 'nobody', '20 UNREACHABLE'],
    ['the trusted', { trusted: ['alice'] }, '60 expired'],
    ['a set of the trusted', { trusted: new Set(['alice']) }, '60 expired'],
    ['others', { trusted: ['carol'] }, '20 UNREACHABLE'],
    ['others who are taken too', { trusted: ['carol'], others: 'anyone' }, '60 expired'],
    [
      'others, whom a function refuses',
      { trusted: ['carol'], others: () => 'unreachable' },
      '20 UNREACHABLE',
    ],
    [
      'the trusted, and no function is asked',
      { trusted: ['alice'], others: () => 'unreachable' },
      '60 expired',
    ],
    [
      'a function that takes them',
      ({ from }) => (from.contact?.peerName === 'alice' ? 'take' : 'unreachable'),
      '60 expired',
    ],
    ['a function that does not', () => 'unreachable', '20 UNREACHABLE'],
    ['a function that lacks the application', () => 'incompatible', '20 INCOMPATIBLE'],
  ])('takes invitations of %s, and shows no invitation that it refuses', (_, reception, end) => {
    const { virtual, alice, bob, seen, at, flush } = scene(reception);
    const { lines } = logInvite(virtual, alice, 'bob', { expiresInMs: 60 });
    at(100, () => void bob.close());
    flush();
    expect(lines.at(-1)).toBe(end);
    expect(seen).toHaveLength(end === '60 expired' ? 1 : 0);
  });

  it('gives a refused sender the same error as when nobody is there', () => {
    const { alice, flush, at } = scene('nobody');
    const errors: unknown[] = [];
    for (const address of ['bob', 'nobody']) {
      const invited = settled(alice.invitations.inviteEndpoint({ address }, invitation));
      at(30, () => {
        invited.value!.response().then(null, (error: unknown) => errors.push(error));
      });
    }
    flush();
    const [refused, absent] = errors as { message: string }[];
    expect({ ...refused, message: refused!.message.replace('bob', 'nobody') }).toEqual({
      ...absent,
      message: absent!.message,
    });
  });

  it('may decide later: until then the invitation is not in the inbox', () => {
    const { virtual, alice, bob, seen, say, at, flush } = sceneByHand();
    const { lines } = logInvite(virtual, alice, 'bob', { expiresInMs: 100 });
    let before: object[] = [];
    at(40, () => {
      before = [
        settled(bob.inbox.status('invitation-1')),
        settled(bob.inbox.accept('invitation-1')),
      ];
    });
    at(50, () => say('take'));
    at(200, () => void bob.close());
    flush();
    expect(before).toEqual([{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }]);
    expect(seen).toEqual(['50 invitation-1']);
    expect(lines.slice(2)).toEqual(['60 delivered', '100 expired']);
  });

  it.each<[string, (parts: ReturnType<typeof sceneByHand>) => void]>([
    ['the invitation is withdrawn', ({ network }) => network.crash('alice')],
    ['the invitation expires', () => undefined],
    ['its adapter is closed', ({ bob }) => void bob.close()],
  ])('decides nothing any more when %s meanwhile', (_, end) => {
    const parts = sceneByHand();
    const { virtual, network, alice, seen, say, at, flush, scheduler } = parts;
    logInvite(virtual, alice, 'bob', { expiresInMs: 60 });
    at(30, () => end(parts));
    flush();
    expect(scheduler.now()).toBeLessThan(100);
    say('take');
    flush();
    network.crash('bob');
    flush();
    expect(seen).toEqual([]);
  });

  it('is not asked about an invitation that crosses one of this side', () => {
    const { virtual, alice, bob, asked, seen, at, flush } = sceneByHand();
    const second = logInvite(virtual, bob, 'alice');
    const first = logInvite(virtual, alice, 'bob');
    at(100, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(first.lines.at(-1)).toMatch(/accepted$/);
    expect(second.lines.at(-1)).toMatch(/accepted$/);
    expect({ asked, seen }).toEqual({ asked: [], seen: [] });
  });

  it('does not count once this side has invited the same peer', () => {
    const { virtual, alice, bob, asked, seen, say, at, flush } = sceneByHand();
    const first = logInvite(virtual, alice, 'bob');
    let second: readonly string[] = [];
    at(50, () => (second = logInvite(virtual, bob, 'alice').lines));
    at(52, () => say('unreachable'));
    at(200, () => void Promise.all([alice.close(), bob.close()]));
    flush();
    expect(asked).toHaveLength(1);
    expect(first.lines.at(-1)).toBe('60 accepted');
    expect(second.at(-1)).toBe('70 accepted');
    expect(seen).toEqual([]);
  });

  describe('that fails', () => {
    const unhandled: unknown[] = [];
    beforeEach(() => {
      unhandled.length = 0;
      config.onUnhandledError = (error) => unhandled.push(error);
    });
    afterEach(() => {
      config.onUnhandledError = null;
    });

    /** A function as an app in JavaScript can write it. */
    const untyped = (decide: () => unknown): Reception => decide as Reception;

    it.each<[string, Reception]>([
      [
        'throws',
        untyped(() => {
          throw new Error('no list');
        }),
      ],
      ['says false', untyped(() => false)],
      ['says true', untyped(() => true)],
      ['says nothing', untyped(() => undefined)],
      ['promises false', untyped(() => Promise.resolve(false))],
      ['promises in vain', untyped(() => Promise.reject(new Error('no list')))],
    ])('because it %s refuses, and the fault is reported', async (_, reception) => {
      const network = createMockNetwork();
      const alice = network.join({ name: 'alice' });
      const bob = network.join({ name: 'bob', reception });
      await Promise.all([alice.open(), bob.open()]);
      const request = { to: { endpoint: bob.endpoint }, applicationId };
      await expect(lastValueFrom(invite(alice, request))).rejects.toMatchObject({
        code: 'UNREACHABLE',
      });
      expect(unhandled).toHaveLength(1);
      await Promise.all([alice.close(), bob.close()]);
    });

    it('because it decides after more than 5 seconds refuses', async () => {
      const { virtual, alice, seen, flush } = sceneByHand();
      const { lines } = logInvite(virtual, alice, 'bob');
      flush();
      await new Promise((resolve) => setTimeout(resolve));
      expect(lines.at(-1)).toBe(`${RECEPTION_TIMEOUT_MS + 20} UNREACHABLE`);
      expect(seen).toEqual([]);
      expect(unhandled).toHaveLength(1);
    });
  });
});
