import { config, NEVER, of, VirtualTimeScheduler } from 'rxjs';
import { replyFrom } from '../../test/virtual-reply.ts';
import { parseGuid, type ReceivedInvitation, type Reception } from '../index.ts';
import { RECEPTION_TIMEOUT_MS, ReceptionCheck, type Standing } from './reception-check.ts';

const from = (peerName: string, isVerified = true): ReceivedInvitation => ({
  id: '1',
  from: { endpoint: { address: peerName }, contact: { peerName }, isVerified },
  applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11'),
  expiresAt: 1_000,
});

/** What the peers are by the contact list. */
const STANDINGS: Readonly<Record<string, Standing>> = { ada: 'contact', bob: 'blocked' };

function check(
  reception: Reception,
  standings: Readonly<Record<string, Standing>> = {},
): {
  readonly scheduler: VirtualTimeScheduler;
  readonly receptionCheck: ReceptionCheck;
} {
  const scheduler = new VirtualTimeScheduler();
  return {
    scheduler,
    receptionCheck: new ReceptionCheck(
      'testAdapter',
      reception,
      scheduler,
      (peerName) => standings[peerName] ?? 'stranger',
    ),
  };
}

/** The verdicts before `decide` returns. */
function decided(reception: Reception, invitation = from('ada')): string[] {
  const verdicts: string[] = [];
  check(reception).receptionCheck.decide(invitation, (verdict) => verdicts.push(verdict));
  return verdicts;
}

describe('ReceptionCheck', () => {
  const onUnhandledError = jest.fn();

  beforeEach(() => {
    onUnhandledError.mockClear();
    config.onUnhandledError = onUnhandledError;
  });
  afterEach(() => {
    config.onUnhandledError = null;
  });

  it.each<[string, Reception, string, string]>([
    ['anyone', 'anyone', 'take', 'take'],
    ['nobody', 'nobody', 'unreachable', 'unreachable'],
    ['a set', { trusted: new Set(['ada']) }, 'take', 'unreachable'],
    ['an array', { trusted: ['ada'] }, 'take', 'unreachable'],
    ['a set, and others', { trusted: new Set(['ada']), others: 'anyone' }, 'take', 'take'],
    [
      'a set, and a function for others',
      { trusted: new Set(['ada']), others: () => 'incompatible' },
      'take',
      'incompatible',
    ],
    [
      'a function',
      ({ from }) => (from.contact?.peerName === 'ada' ? 'take' : 'unreachable'),
      'take',
      'unreachable',
    ],
  ])('decides at once by %s', (_, reception, ofAda, ofEve) => {
    expect([decided(reception), decided(reception, from('eve'))]).toEqual([[ofAda], [ofEve]]);
  });

  it('trusts no name that is not proven', () => {
    expect(decided({ trusted: ['ada'] }, from('ada', false))).toEqual(['unreachable']);
  });

  it('reads a set anew each time', () => {
    const trusted = new Set<string>();
    const { receptionCheck } = check({ trusted });
    const before = receptionCheck.admits('ada');
    trusted.add('ada');
    expect([before, receptionCheck.admits('ada'), receptionCheck.knows('ada')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('lets every peer connect when a function decides about invitations', () => {
    expect(check(() => 'unreachable').receptionCheck.admits('eve')).toBe(true);
    expect(check('nobody').receptionCheck.admits('eve')).toBe(false);
  });

  it.each<[string, Reception, string, string, string]>([
    ['anyone', 'anyone', 'take', 'unreachable', 'take'],
    ['nobody', 'nobody', 'unreachable', 'unreachable', 'unreachable'],
    ['contacts', 'contacts', 'take', 'unreachable', 'unreachable'],
    ['a function', () => 'take', 'take', 'unreachable', 'take'],
    [
      'a list that names the blocked contact',
      { trusted: ['bob', 'eve'], others: 'contacts' },
      'take',
      'unreachable',
      'take',
    ],
  ])('decides about a contact, a blocked one and a stranger by %s', (_, reception, ...verdicts) => {
    const { receptionCheck } = check(reception, STANDINGS);
    const [ofContact, ofBlocked, ofStranger] = ['ada', 'bob', 'eve'].map((peerName) => {
      const heard: string[] = [];
      receptionCheck.decide(from(peerName), (verdict) => heard.push(verdict));
      return heard;
    });
    expect([ofContact, ofBlocked, ofStranger]).toEqual(verdicts.map((verdict) => [verdict]));
    expect(receptionCheck.admits('bob')).toBe(false);
    expect(receptionCheck.knows('bob')).toBe(false);
    expect(receptionCheck.blocks('bob')).toBe(true);
    expect(receptionCheck.knows('ada')).toBe(true);
  });

  it('does not take a claimed name for a contact', () => {
    const heard: string[] = [];
    const { receptionCheck } = check('contacts', STANDINGS);
    receptionCheck.decide(from('ada', false), (verdict) => heard.push(verdict));
    expect(heard).toEqual(['unreachable']);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['another word', 'everybody'],
    ['an object without trusted', {}],
    ['a name in place of a list', { trusted: 'ada' }],
    ['lists in lists', { trusted: [], others: { trusted: [] } }],
  ])('refuses %s at the call', (_, reception) => {
    expect(() => check(reception as Reception)).toThrow(TypeError);
    expect(() => check(reception as Reception)).toThrow(/^testAdapter: reception must be /);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['says true', () => true],
    ['says nothing', () => undefined],
    ['rejects later', () => Promise.reject(new Error('broken'))],
    ['says false later', () => Promise.resolve(false)],
  ])('refuses, and reports it, when the function %s', async (_, reception) => {
    const verdict = await new Promise((resolve) => {
      check(reception as Reception).receptionCheck.decide(from('ada'), resolve);
    });
    expect(verdict).toBe('unreachable');
    // RxJS reports on a later task; this timer was started after its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(onUnhandledError).toHaveBeenCalledTimes(1);
  });

  it('hears a verdict in virtual time', () => {
    expect(decided(() => replyFrom(of('take' as const)))).toEqual(['take']);
  });

  it('refuses once when there is no verdict in time', () => {
    const verdicts: unknown[] = [];
    const { scheduler, receptionCheck } = check(() => replyFrom(NEVER));
    receptionCheck.decide(from('ada'), (verdict) => verdicts.push(verdict, scheduler.frame));
    scheduler.flush();
    expect(verdicts).toEqual(['unreachable', RECEPTION_TIMEOUT_MS]);
  });

  it('decides nothing, and keeps no timer, after an unsubscribe', async () => {
    const onVerdict = jest.fn();
    const { scheduler, receptionCheck } = check(() => Promise.resolve('take'));
    receptionCheck.decide(from('ada'), onVerdict).unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(onVerdict).not.toHaveBeenCalled();
    expect(scheduler.actions.filter((action) => !action.closed)).toEqual([]);
  });
});
