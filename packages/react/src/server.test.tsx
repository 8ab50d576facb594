/** @jest-environment node */
import { createMockNetwork } from '@beckon/mock';
import { type ReactNode, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { BehaviorSubject } from 'rxjs';
import {
  CollaborationProvider,
  useAdapter,
  useAnswer,
  useApplications,
  useChannel,
  useContacts,
  useEndpoints,
  useIncomingInvitations,
  useInvitations,
  useInvite,
  useInviteMany,
  useLaunchInfo,
  useObjects,
  useObservable,
  useOwnApplications,
  useOwnObjects,
  useOwnPresence,
  usePeopleNearMe,
  usePresence,
  useSignedIn,
} from './index.ts';
import { SnapshotSubject } from './snapshot-source.ts';
import { useSnapshot } from './use-snapshot.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const source$ = new BehaviorSubject('live');
const bob = { address: 'bob' };
const size = { select: ({ length }: readonly unknown[]) => length };

const COMPONENTS: readonly [string, () => ReactNode, string][] = [
  ['useInvite', () => useInvite().state, 'idle'],
  ['useInvitations', () => useInvitations({ select: ({ length }) => length }), '0'],
  ['useIncomingInvitations', () => useIncomingInvitations().value.length, '0'],
  ['useLaunchInfo', () => useLaunchInfo().state, 'waiting'],
  ['useObservable', () => useObservable(source$, { initial: 'at first' }).value, 'at first'],
  ['useAnswer', () => useAnswer().state, 'idle'],
  ['usePeopleNearMe', () => usePeopleNearMe(size).value, '0'],
  ['useSignedIn', () => useSignedIn('all').state, 'waiting'],
  ['useContacts', () => useContacts(size).value, '0'],
  ['useEndpoints', () => useEndpoints({ peerName: 'bob' }, size).value, '0'],
  ['usePresence', () => usePresence(bob).state, 'waiting'],
  ['useOwnPresence', () => useOwnPresence().state, 'waiting'],
  ['useApplications', () => useApplications(bob, size).value, '0'],
  ['useOwnApplications', () => useOwnApplications(size).value, '0'],
  ['useObjects', () => useObjects(bob, size).value, '0'],
  ['useOwnObjects', () => useOwnObjects(size).value, '0'],
  ['useChannel', () => useChannel('an invitation', size).state, 'waiting'],
  ['useInviteMany', () => useInviteMany().statuses.size, '0'],
  ['useAdapter', () => useAdapter().name, 'mock'],
];

it('renders the server snapshot of a source whose value has changed already', () => {
  const source = new SnapshotSubject('server');
  source.set('live');
  function Probe(): ReactNode {
    return useSnapshot(source, (value) => value);
  }
  expect(renderToString(<Probe />)).toBe('server');
});

it('runs without a document', () => {
  expect(typeof document).toBe('undefined');
});

describe.each([false, true])('on a server, in StrictMode: %s', (isStrict) => {
  it.each(COMPONENTS)('%s renders its server snapshot, and touches nothing', (_, Probe, text) => {
    const alice = createMockNetwork().join({ name: 'alice' });
    const createEvent = jest.spyOn(alice, 'createEvent');
    const page = (
      <CollaborationProvider adapter={alice}>
        <Probe />
      </CollaborationProvider>
    );
    expect(renderToString(isStrict ? <StrictMode>{page}</StrictMode> : page)).toBe(text);
    expect(createEvent).not.toHaveBeenCalled();
    expect(source$.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});
