import {
  config,
  map,
  NEVER,
  Observable,
  of,
  Subject,
  type Subscription,
  takeWhile,
  throwError,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { type EndpointScript, scriptedAdapter } from '../../test/scripted-adapter.ts';
import { errorFromHresult, hresultValue } from '../hresults.ts';
import {
  CollaborationError,
  type Endpoint,
  invite,
  type InvitationResponse,
  type InvitationStatus,
  type InviteRequest,
  type RuntimeOptions,
} from '../index.ts';

const applicationId = '5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11';
const bob: Endpoint = { address: 'bob' };
const accepted: InvitationResponse = { action: 'accepted' };
const declined: InvitationResponse = { action: 'declined', message: 'Not now' };

const LETTERS: Record<InvitationStatus['state'], string> = {
  sending: 's',
  pending: 'p',
  delivered: 'd',
  accepted: 'A',
  declined: 'D',
  expired: 'E',
  cancelled: 'C',
};

type Helpers = Parameters<Parameters<TestScheduler['run']>[0]>[0];

interface Scene {
  readonly script?: EndpointScript;
  readonly scripts?: Record<string, EndpointScript>;
  readonly endpoints?: Observable<readonly Endpoint[]>;
  readonly request?: Partial<InviteRequest>;
  readonly options?: RuntimeOptions;
  readonly unsubscribeAt?: string;
  /** One letter for each state; `#` with the code of {@link error}. */
  readonly statuses: string;
  readonly error?: { readonly code: string };
  /** Every call to the adapter, with its frame. */
  readonly calls?: readonly string[];
}

/**
 * Runs one invitation in virtual time. Checks its statuses, frame by frame, and the calls to the
 * adapter.
 */
function expectScene(describeScene: (helpers: Helpers) => Scene): void {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  let adapter: ReturnType<typeof scriptedAdapter> | undefined;
  let calls: readonly string[] | undefined;
  scheduler.run((helpers) => {
    const scene = describeScene(helpers);
    calls = scene.calls;
    adapter = scriptedAdapter(scene.scripts ?? { bob: scene.script ?? {} }, {
      now: () => scheduler.now(),
      ...(scene.endpoints === undefined ? {} : { endpoints: scene.endpoints }),
    });
    const status$ = invite(
      adapter,
      { to: { endpoint: bob }, applicationId, ...scene.request },
      scene.options,
    ).pipe(
      map((status) => LETTERS[status.state]),
      mapErrorToCode,
    );
    helpers
      .expectObservable(status$, scene.unsubscribeAt)
      .toBe(scene.statuses, undefined, scene.error?.code);
  });
  if (calls !== undefined) expect(adapter?.calls).toEqual(calls);
}

function mapErrorToCode<T>(source: Observable<T>): Observable<T> {
  return new Observable((subscriber) =>
    source.subscribe({
      next: (value) => subscriber.next(value),
      complete: () => subscriber.complete(),
      error: (error: unknown) => subscriber.error((error as CollaborationError).code),
    }),
  );
}

const answerScript = ({ cold }: Helpers, response: InvitationResponse): EndpointScript => ({
  handle: cold('--h'),
  signals: cold('-----s'),
  responses: [of(response)],
});

const sentCalls = ['0 bob createEvent', '0 bob inviteEndpoint'];
const closeCalls = (frame: number): string[] => [`${frame} bob close`, `${frame} bob closeEvent`];

describe('invite', () => {
  it('emits sending, pending and accepted, completes, and closes both handles', () => {
    expectScene((helpers) => ({
      script: answerScript(helpers, accepted),
      statuses: 's-p--(A|)',
      calls: [...sentCalls, '5 bob response', ...closeCalls(5)],
    }));
  });

  it('emits declined as a value', () => {
    expectScene((helpers) => ({
      script: answerScript(helpers, declined),
      statuses: 's-p--(D|)',
      calls: [...sentCalls, '5 bob response', ...closeCalls(5)],
    }));
  });

  it('gives the message and the endpoint of the answer', () => {
    const seen: InvitationStatus[] = [];
    const adapter = scriptedAdapter({ bob: { signals: of(0), responses: [of(declined)] } });
    invite(adapter, { to: { endpoint: bob }, applicationId }).subscribe((s) => seen.push(s));
    expect(seen.at(-1)).toEqual({ state: 'declined', endpoint: bob, message: 'Not now' });
  });

  it('gives the message and the data that came with an acceptance, the data as a copy', () => {
    const answer = { action: 'accepted', message: 'Gladly', data: Buffer.from('room 7') } as const;
    const seen: InvitationStatus[] = [];
    const adapter = scriptedAdapter({ bob: { signals: of(0), responses: [of(answer)] } });
    invite(adapter, { to: { endpoint: bob }, applicationId }).subscribe((s) => seen.push(s));
    answer.data.fill(0);
    const data = new TextEncoder().encode('room 7');
    expect(seen.at(-1)).toStrictEqual({
      state: 'accepted',
      endpoint: bob,
      message: 'Gladly',
      data,
    });
  });

  it.each<[string, Observable<InvitationResponse>]>([
    ['EXPIRED', of({ action: 'expired' })],
    ['PEER_E_TIMEOUT', failed('PEER_E_TIMEOUT')],
  ])('emits expired for the response %s', (_, response) => {
    expectScene(({ cold }) => ({
      script: { handle: cold('--h'), signals: cold('-----s'), responses: [response] },
      statuses: 's-p--(E|)',
    }));
  });

  it('emits cancelled when the adapter says that the invitation was cancelled', () => {
    expectScene(({ cold }) => ({
      script: {
        handle: cold('--h'),
        signals: cold('-----s'),
        responses: [failed('PEER_E_INVITE_CANCELLED')],
      },
      statuses: 's-p--(C|)',
    }));
  });

  it('errors with REMOTE_ERROR and the HRESULT for the response ERROR', () => {
    const hresult = hresultValue('PEER_E_NOT_FOUND');
    const adapter = scriptedAdapter({
      bob: {
        signals: of(0),
        responses: [of({ action: 'error', hresult, message: 'no such app' })],
      },
    });
    const onError = jest.fn();
    invite(adapter, { to: { endpoint: bob }, applicationId }).subscribe({ error: onError });
    expect(onError).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'REMOTE_ERROR', hresult }),
    );
  });

  it('emits delivered once, however often it is reported', () => {
    expectScene(({ cold }) => ({
      script: {
        handle: cold('--h'),
        signals: cold('---s-s-s'),
        responses: [of('delivered'), of('delivered'), of(accepted)],
      },
      statuses: 's-pd---(A|)',
    }));
  });

  describe('signals', () => {
    it('waits on after a signal without an answer', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('--h'),
          signals: cold('---s---s'),
          responses: [of('pending'), of(accepted)],
        },
        statuses: 's-p----(A|)',
        calls: [...sentCalls, '3 bob response', '7 bob response', ...closeCalls(7)],
      }));
    });

    it('reads the response when the signal came before the handle', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('---h'), signals: cold('-s'), responses: [of(accepted)] },
        statuses: 's--(pA|)',
        calls: [...sentCalls, '3 bob response', ...closeCalls(3)],
      }));
    });

    it('asks once more after a signal that came during a question', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('--h'),
          signals: cold('---s-s'),
          responses: [cold('----r', { r: 'pending' as const }), of(accepted)],
        },
        statuses: 's-p----(A|)',
        calls: [...sentCalls, '3 bob response', '7 bob response', ...closeCalls(7)],
      }));
    });

    it('asks once more when the adapter closes the event', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('--h'),
          signals: cold('----|'),
          responses: [throwError(() => new CollaborationError('CLOSED', 'the adapter is closed'))],
        },
        statuses: 's-p-#',
        error: { code: 'CLOSED' },
        calls: [...sentCalls, '4 bob response', '4 bob cancel(withdrawn)', ...closeCalls(4)],
      }));
    });

    it('does nothing on a signal after the answer', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--h'), signals: cold('---s-s-s'), responses: [of(accepted)] },
        statuses: 's-p(A|)',
        calls: [...sentCalls, '3 bob response', ...closeCalls(3)],
      }));
    });

    it('stays pending while there is no answer', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--h') },
        statuses: 's-p---',
        unsubscribeAt: '------!',
        calls: [...sentCalls, '6 bob cancel(withdrawn)', ...closeCalls(6)],
      }));
    });
  });

  describe('failures', () => {
    it('errors when the adapter refuses the invitation', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--#', {}, new CollaborationError('INVALID_ARGUMENT', 'bad')) },
        statuses: 's-#',
        error: { code: 'INVALID_ARGUMENT' },
        calls: [...sentCalls, '2 bob closeEvent'],
      }));
    });

    it('errors, cancels and closes when response() rejects', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('--h'),
          signals: cold('---s'),
          responses: [failed('PEER_E_CONNECTION_FAILED')],
        },
        statuses: 's-p#',
        error: { code: 'UNREACHABLE' },
        calls: [...sentCalls, '3 bob response', '3 bob cancel(withdrawn)', ...closeCalls(3)],
      }));
    });

    it('errors with the error of createEvent, and sends nothing', () => {
      const adapter = scriptedAdapter({});
      adapter.createEvent = () => {
        throw new CollaborationError('NOT_INITIALIZED', 'open() first');
      };
      const onError = jest.fn();
      invite(adapter, { to: { endpoint: bob }, applicationId }).subscribe({ error: onError });
      expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'NOT_INITIALIZED' }));
      expect(adapter.calls).toEqual([]);
    });

    it('keeps an error of another kind as the cause of UNKNOWN', () => {
      const cause = new Error('socket hang up');
      const adapter = scriptedAdapter({ bob: { handle: throwError(() => cause) } });
      const onError = jest.fn();
      invite(adapter, { to: { endpoint: bob }, applicationId }).subscribe({ error: onError });
      expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'UNKNOWN', cause }));
    });

    it('sends again for each subscription, so that retry composes', () => {
      const adapter = scriptedAdapter({ bob: { signals: of(0), responses: [of(accepted)] } });
      const invitation$ = invite(adapter, { to: { endpoint: bob }, applicationId });
      expect(adapter.calls).toEqual([]);
      invitation$.subscribe();
      invitation$.subscribe();
      expect(adapter.sent).toHaveLength(2);
    });
  });

  describe('unsubscribing', () => {
    it('cancels and closes a handle that comes later', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('----h') },
        statuses: 's-',
        unsubscribeAt: '--!',
        calls: [...sentCalls, '4 bob cancel(withdrawn)', ...closeCalls(4)],
      }));
    });

    it('closes the event when the adapter refuses later', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('----#') },
        statuses: 's-',
        unsubscribeAt: '--!',
        calls: [...sentCalls, '4 bob closeEvent'],
      }));
    });

    it('closes only when the cancel is done', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('-h'), cancel: cold('---c'), close: cold('--c') },
        statuses: 'sp',
        unsubscribeAt: '--!',
        calls: [...sentCalls, '2 bob cancel(withdrawn)', '5 bob close', '7 bob closeEvent'],
      }));
    });

    it('ignores an answer that comes after it', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('-h'),
          signals: cold('--s'),
          responses: [cold('----a', { a: accepted })],
        },
        statuses: 'sp-',
        unsubscribeAt: '---!',
        calls: [...sentCalls, '2 bob response', '3 bob cancel(withdrawn)', ...closeCalls(3)],
      }));
    });

    it.each([
      ['sending', []],
      ['pending', [...sentCalls, '0 bob cancel(withdrawn)', ...closeCalls(0)]],
      ['accepted', [...sentCalls, '0 bob response', ...closeCalls(0)]],
    ])('within the emission of %s leaves nothing behind', (state, calls) => {
      const adapter = scriptedAdapter({ bob: { signals: of(0), responses: [of(accepted)] } });
      invite(adapter, { to: { endpoint: bob }, applicationId })
        .pipe(takeWhile((status) => status.state !== state, true))
        .subscribe();
      expect(adapter.calls).toEqual(calls);
    });
  });

  describe('signal', () => {
    it('ends with cancelled, and sends nothing, when it has aborted before', () => {
      const { adapter, states } = watch({}, { signal: AbortSignal.abort() });
      expect(states).toEqual(['sending', 'cancelled', 'complete']);
      expect(adapter.calls).toEqual([]);
    });

    it('ends at once before the adapter has replied, and cancels it then', () => {
      const handle = new Subject<void>();
      const { adapter, states, abort } = watch({ handle });
      abort();
      expect(states).toEqual(['sending', 'cancelled', 'complete']);
      handle.next();
      expect(adapter.calls).toEqual([...sentCalls, '0 bob cancel(withdrawn)', ...closeCalls(0)]);
    });

    it('cancels at the recipient, then ends with cancelled', () => {
      const cancel = new Subject<void>();
      const { adapter, states, abort } = watch({
        cancel,
        responses: [failed('PEER_E_INVITE_CANCELLED')],
      });
      abort();
      expect(states).toEqual(['sending', 'pending']);
      cancel.next();
      expect(states).toEqual(['sending', 'pending', 'cancelled', 'complete']);
      expect(adapter.calls).toEqual([
        ...sentCalls,
        '0 bob cancel(withdrawn)',
        '0 bob response',
        ...closeCalls(0),
      ]);
    });

    it('lets an answer stand that came before the cancel', () => {
      const { states, abort } = watch({ responses: [of(accepted)] });
      abort();
      expect(states).toEqual(['sending', 'pending', 'accepted', 'complete']);
    });

    it('ends with cancelled, and reports why, when the cancel fails', () => {
      const onTeardownError = jest.fn();
      const { states, abort } = watch(
        { cancel: throwError(() => new CollaborationError('SERVICE_UNAVAILABLE', 'gone')) },
        {},
        { onTeardownError },
      );
      abort();
      // response() never replies: the consumer can still leave.
      expect(states).toEqual(['sending', 'pending']);
      expect(onTeardownError).toHaveBeenCalledWith(
        expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }),
      );
    });

    it('does nothing after the answer', () => {
      const { adapter, states, abort } = watch({ signals: of(0), responses: [of(accepted)] });
      abort();
      expect(states).toEqual(['sending', 'pending', 'accepted', 'complete']);
      expect(adapter.calls.filter((call) => call.includes('cancel'))).toEqual([]);
    });

    it.each<[string, EndpointScript]>([
      ['an answer', { signals: of(0), responses: [of(accepted)] }],
      ['a failure', { handle: throwError(() => new Error('no')) }],
      ['an unsubscribe', {}],
    ])('keeps no listener after %s', (_, script) => {
      const listeners = new Set<() => void>();
      const signal = {
        aborted: false,
        addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
        removeEventListener: (_type: 'abort', listener: () => void) =>
          void listeners.delete(listener),
      };
      const subscription = invite(scriptedAdapter({ bob: script }), {
        to: { endpoint: bob },
        applicationId,
        signal,
      }).subscribe({ error: () => undefined });
      subscription.unsubscribe();
      expect(listeners.size).toBe(0);
    });
  });

  describe('expiresInMs', () => {
    it('cancels when it has passed, and ends with expired', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--h'), responses: [failed('PEER_E_INVITE_CANCELLED')] },
        request: { expiresInMs: 5 },
        statuses: 's-p--(E|)',
        calls: [...sentCalls, '5 bob cancel(expired)', '5 bob response', ...closeCalls(5)],
      }));
    });

    it('counts from the subscription, not from when the adapter took it', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--------h') },
        request: { expiresInMs: 5 },
        statuses: 's----(E|)',
        calls: [...sentCalls, '8 bob cancel(expired)', ...closeCalls(8)],
      }));
    });

    it('lets an answer stand that came before', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('--h'), responses: [of(declined)] },
        request: { expiresInMs: 5 },
        statuses: 's-p--(D|)',
        calls: [...sentCalls, '5 bob cancel(expired)', '5 bob response', ...closeCalls(5)],
      }));
    });

    it('tells the adapter, which may tell the recipient', () => {
      const adapter = scriptedAdapter({});
      invite(adapter, { to: { endpoint: bob }, applicationId, expiresInMs: 500 })
        .subscribe()
        .unsubscribe();
      expect(adapter.sent).toEqual([{ applicationId, expiresInMs: 500 }]);
    });
  });

  describe('pollIntervalMs', () => {
    it('asks at each interval, without an event handle', () => {
      expectScene(({ cold }) => ({
        script: { handle: cold('-h'), responses: [of('pending'), of('delivered'), of(accepted)] },
        request: { pollIntervalMs: 2 },
        statuses: 'sp---d-(A|)',
        calls: [
          '0 bob inviteEndpoint',
          '3 bob response',
          '5 bob response',
          '7 bob response',
          '7 bob close',
        ],
      }));
    });

    it('asks one question at a time', () => {
      expectScene(({ cold }) => ({
        script: {
          handle: cold('-h'),
          responses: [cold('-----r', { r: 'pending' as const }), of(accepted)],
        },
        request: { pollIntervalMs: 2 },
        statuses: 'sp-------(A|)',
        calls: ['0 bob inviteEndpoint', '3 bob response', '9 bob response', '9 bob close'],
      }));
    });
  });

  describe('teardown errors', () => {
    const broken = (message: string): Observable<never> => throwError(() => new Error(message));

    it.each<[string, EndpointScript]>([
      ['InvitationHandle.cancel', { cancel: broken('stuck') }],
      ['InvitationHandle.close', { close: broken('stuck') }],
      [
        'EventHandle.close',
        {
          closeEvent: () => {
            throw new Error('stuck');
          },
        },
      ],
    ])('of %s go to onTeardownError, and the rest is still released', (operation, script) => {
      const onTeardownError = jest.fn();
      const { adapter, subscription } = watch(script, {}, { onTeardownError });
      subscription.unsubscribe();
      expect(onTeardownError).toHaveBeenCalledTimes(1);
      expect(onTeardownError).toHaveBeenCalledWith(
        expect.objectContaining({ code: 'UNKNOWN', message: `${operation} failed: stuck` }),
      );
      expect(adapter.calls).toEqual([...sentCalls, '0 bob cancel(withdrawn)', ...closeCalls(0)]);
    });

    it('are reported as unhandled when there is no hook, or the hook throws', async () => {
      const onUnhandledError = jest.fn();
      config.onUnhandledError = onUnhandledError;
      try {
        watch({ close: broken('stuck') }).subscription.unsubscribe();
        watch(
          { close: broken('stuck') },
          {},
          {
            onTeardownError() {
              throw new Error('hook');
            },
          },
        ).subscription.unsubscribe();
        // RxJS reports on a later task; the timer below was started after its own.
        await new Promise((resolve) => setTimeout(resolve, 0));
      } finally {
        config.onUnhandledError = null;
      }
      expect(onUnhandledError.mock.calls.map(([error]: [Error]) => error.message)).toEqual([
        'InvitationHandle.close failed: stuck',
        'hook',
      ]);
    });
  });

  describe('a contact', () => {
    const contact = { peerName: 'bob-key' };
    const [phone, laptop] = [{ address: 'phone' }, { address: 'laptop' }];

    it('with an endpoint is invited there, by its peer name', () => {
      const adapter = scriptedAdapter({ bob: {} });
      invite(adapter, { to: { contact, endpoint: bob }, applicationId }).subscribe();
      expect(adapter.calls).toEqual(['0 bob createEvent', '0 bob inviteContact(bob-key)']);
    });

    it('without an endpoint needs an adapter that keeps contacts', () => {
      expectScene(() => ({
        request: { to: { contact } },
        statuses: '(s#)',
        error: { code: 'NOT_SUPPORTED' },
        calls: [],
      }));
    });

    it('without any endpoint is unreachable', () => {
      expectScene(({ cold }) => ({
        endpoints: cold('-(e|)', { e: [] }),
        request: { to: { contact } },
        statuses: 's#',
        error: { code: 'UNREACHABLE' },
        calls: [],
      }));
    });

    const everywhere = (
      { cold }: Helpers,
      scripts: Record<string, EndpointScript>,
      scene: Pick<Scene, 'statuses'> & Partial<Scene>,
    ): Scene => ({
      scripts,
      endpoints: cold('-(e|)', { e: [phone, laptop] }),
      ...scene,
      request: { to: { contact }, ...scene.request },
    });

    it('is invited everywhere; the first that accepts wins and the others are cancelled', () => {
      expectScene((helpers) =>
        everywhere(
          helpers,
          {
            phone: { handle: helpers.cold('-h') },
            laptop: {
              handle: helpers.cold('--h'),
              signals: helpers.cold('----s'),
              responses: [of(accepted)],
            },
          },
          {
            statuses: 's-p--(A|)',
            calls: [
              '1 phone createEvent',
              '1 phone inviteContact(bob-key)',
              '1 laptop createEvent',
              '1 laptop inviteContact(bob-key)',
              '5 laptop response',
              '5 phone cancel(answeredElsewhere)',
              '5 phone response',
              '5 phone close',
              '5 phone closeEvent',
              '5 laptop close',
              '5 laptop closeEvent',
            ],
          },
        ),
      );
    });

    const ending = (
      { cold }: Helpers,
      response: Observable<InvitationResponse>,
    ): EndpointScript => ({
      handle: cold('-h'),
      signals: cold('--s'),
      responses: [response],
    });
    const outcomes = {
      declined: of(declined),
      expired: of<InvitationResponse>({ action: 'expired' }),
      unreachable: failed('PEER_E_CONNECTION_FAILED'),
    };

    it.each([
      ['declined', 'expired', 's-p(D|)'],
      ['expired', 'declined', 's-p(D|)'],
      ['expired', 'unreachable', 's-p(E|)'],
      ['unreachable', 'declined', 's-p(D|)'],
      ['unreachable', 'unreachable', 's-p#'],
    ] as const)('that ends %s and %s as a whole ends as %s', (first, second, statuses) => {
      expectScene((helpers) =>
        everywhere(
          helpers,
          {
            phone: ending(helpers, outcomes[first]),
            laptop: ending(helpers, outcomes[second]),
          },
          { statuses, error: { code: 'UNREACHABLE' } },
        ),
      );
    });

    it('keeps every error as the cause when no endpoint could be invited', () => {
      const failing = { signals: of(0), responses: [outcomes.unreachable] };
      const onError = jest.fn<undefined, [CollaborationError]>();
      invite(
        scriptedAdapter({ phone: failing, laptop: failing }, { endpoints: of([phone, laptop]) }),
        { to: { contact }, applicationId },
      ).subscribe({ error: onError });
      expect(onError.mock.calls[0]?.[0].cause).toBeInstanceOf(AggregateError);
    });

    it('is cancelled at every endpoint by unsubscribing', () => {
      const adapter = scriptedAdapter(
        { phone: {}, laptop: {} },
        { endpoints: of([phone, laptop]) },
      );
      invite(adapter, { to: { contact }, applicationId }).subscribe().unsubscribe();
      expect(adapter.calls.filter((call) => /cancel|close/.test(call))).toEqual([
        '0 phone cancel(withdrawn)',
        '0 phone close',
        '0 phone closeEvent',
        '0 laptop cancel(withdrawn)',
        '0 laptop close',
        '0 laptop closeEvent',
      ]);
    });

    it('ends with cancelled when the signal aborts while the endpoints are looked up', () => {
      const controller = new AbortController();
      const states: string[] = [];
      const adapter = scriptedAdapter({}, { endpoints: NEVER });
      invite(adapter, { to: { contact }, applicationId, signal: controller.signal }).subscribe({
        next: (status) => states.push(status.state),
        complete: () => states.push('complete'),
      });
      controller.abort();
      expect(states).toEqual(['sending', 'cancelled', 'complete']);
      expect(adapter.calls).toEqual([]);
    });

    it('expires everywhere with one timer', () => {
      expectScene((helpers) =>
        everywhere(
          helpers,
          {
            phone: { responses: [failed('PEER_E_INVITE_CANCELLED')] },
            laptop: { responses: [failed('PEER_E_INVITE_CANCELLED')] },
          },
          { request: { to: { contact }, expiresInMs: 4 }, statuses: 'sp--(E|)' },
        ),
      );
    });
  });
});

/** Invites bob and writes down the states. */
function watch(
  script: EndpointScript,
  request: Partial<InviteRequest> = {},
  options: RuntimeOptions = {},
): {
  adapter: ReturnType<typeof scriptedAdapter>;
  states: string[];
  subscription: Subscription;
  abort: () => void;
} {
  const adapter = scriptedAdapter({ bob: script });
  const controller = new AbortController();
  const states: string[] = [];
  const subscription = invite(
    adapter,
    { to: { endpoint: bob }, applicationId, signal: controller.signal, ...request },
    options,
  ).subscribe({
    next: ({ state }) => states.push(state),
    error: (error: unknown) => states.push((error as CollaborationError).code),
    complete: () => states.push('complete'),
  });
  return { adapter, states, subscription, abort: () => controller.abort() };
}

function failed(name: string): Observable<never> {
  return throwError(() => errorFromHresult('PeerCollabGetInvitationResponse', hresultValue(name)));
}
