import { type Observable, of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { ScriptedInbox } from '../../test/scripted-inbox.ts';
import { replyFrom } from '../../test/virtual-reply.ts';
import {
  type AppLaunchInfo,
  type CollaborationAdapter,
  CollaborationError,
  launchInfo,
  parseGuid,
} from '../index.ts';

const info: AppLaunchInfo = {
  endpoint: { address: 'ada' },
  invitation: { applicationId: parseGuid('5b3c2b1e-93f6-4f0e-8b52-6f6f2f0f6a11') },
};
const closed = new CollaborationError('CLOSED', 'closed');

/** An adapter that replies with `reply$` and counts the calls. */
function launching(reply$: Observable<AppLaunchInfo | undefined>) {
  const asked = jest.fn(() => replyFrom(reply$));
  const adapter: CollaborationAdapter = {
    ...new ScriptedInbox().adapter,
    launch: { launchInfo: asked },
  };
  return { adapter, asked };
}

function play(run: (helpers: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);
}

describe('launchInfo', () => {
  it('emits the invitation that launched the process, and completes', () => {
    play(({ cold, expectObservable }) => {
      const { adapter } = launching(cold('--i', { i: info }));
      expectObservable(launchInfo(adapter)).toBe('--(i|)', { i: info });
    });
  });

  it('emits undefined when no invitation launched it', () => {
    play(({ expectObservable }) => {
      expectObservable(launchInfo(launching(of(undefined)).adapter)).toBe('(u|)', { u: undefined });
    });
  });

  it('asks the adapter on each subscribe, and not before', () => {
    const { adapter, asked } = launching(of(info));
    const info$ = launchInfo(adapter);
    expect(asked).not.toHaveBeenCalled();
    info$.subscribe();
    info$.subscribe();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('emits nothing after an unsubscribe, or when there is never a reply', () => {
    play(({ cold, expectObservable }) => {
      const { adapter } = launching(cold('--i', { i: info }));
      expectObservable(launchInfo(adapter), '-!').toBe('--');
      expectObservable(launchInfo(launching(cold('-')).adapter)).toBe('-');
    });
  });

  it('errors as the adapter does, and with UNKNOWN for an error of another kind', () => {
    play(({ cold, expectObservable }) => {
      const { adapter } = launching(cold('-#', {}, closed));
      expectObservable(launchInfo(adapter)).toBe('-#', {}, closed);
    });
    const onError = jest.fn();
    const { adapter } = launching(throwError(() => new Error('odd')));
    launchInfo(adapter).subscribe({ error: onError });
    expect(onError).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'UNKNOWN', message: 'launchInfo failed: odd' }),
    );
  });

  it('errors with NOT_SUPPORTED when the adapter launches nothing', () => {
    const onError = jest.fn();
    launchInfo(new ScriptedInbox().adapter).subscribe({ error: onError });
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'NOT_SUPPORTED' }));
  });
});
