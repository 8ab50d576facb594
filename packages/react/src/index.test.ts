import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from 'react';
import { version as domVersion } from 'react-dom';
import * as react from './index.ts';

declare const REACT_MAJOR: number;

describe('@beckon/react', () => {
  it('is tested under the React that its project names', () => {
    expect([version, domVersion].map((text) => Number.parseInt(text))).toEqual([
      REACT_MAJOR,
      REACT_MAJOR,
    ]);
  });

  it('exports the provider and the hooks', () => {
    expect(Object.keys(react).sort()).toEqual([
      'BridgeProvider',
      'CollaborationProvider',
      'useAdapter',
      'useAnswer',
      'useApplications',
      'useBridge',
      'useChannel',
      'useContacts',
      'useEndpoints',
      'useIncomingInvitations',
      'useInvitations',
      'useInvite',
      'useInviteMany',
      'useLaunchInfo',
      'useObjects',
      'useObservable',
      'useOwnApplications',
      'useOwnObjects',
      'useOwnPresence',
      'usePeopleNearMe',
      'usePresence',
      'useSignedIn',
    ]);
  });

  it('subscribes React to anything in one file only', () => {
    const files = readdirSync(__dirname).filter(
      (name) =>
        !name.includes('.test.') &&
        readFileSync(path.join(__dirname, name), 'utf8').includes('useSyncExternalStore'),
    );
    expect(files).toEqual(['use-snapshot.ts']);
  });

  it('is a client module for frameworks that render components on a server', () => {
    const source = readFileSync(path.join(__dirname, 'index.ts'), 'utf8');
    expect(source.startsWith("'use client';\n")).toBe(true);
  });
});
