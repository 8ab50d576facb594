import { lstat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { lastValueFrom, map, takeUntil, timer, toArray } from 'rxjs';
import { peopleNearMe } from '@beckon/core/people-near-me';
import { ApplicationFiles, notificationService } from '@beckon/host';
import { libp2pAdapter } from '@beckon/libp2p';
import { isNativeAvailable } from '@beckon/native';
import { adapterOfRunningHost } from '../profile/host-door.ts';
import type { Profile } from '../profile/profile.ts';
import { type Check, checked } from './check.ts';

/** How long people near are listened for, in milliseconds. */
const NEAR_MS = 1_500;
const SUPPORTED_NODE = /^v(?:20\.(?:19|[2-9]\d)|22\.(?:1[2-9]|[2-9]\d)|2[3-9]|[3-9]\d)/;

/** Looks at the system, and then at each adapter and at what rings. */
export async function allChecks(profile: Profile): Promise<readonly Check[]> {
  return [
    await checked('Node.js', nodeVersion),
    await checked('network', network),
    await checked('profile', () => profileFolder(profile)),
    await checked('host', () => runningHost(profile)),
    await checked('applications', () => applications(profile)),
    await checked('libp2p', libp2p, 'A firewall or another program may have the port.'),
    await checked('people near', near, 'Multicast DNS may be blocked: UDP port 5353.'),
    await checked('relays', relays),
    await checked('Windows (P2P.dll)', native),
    await checked(
      'notifications',
      notifications,
      'Start a notification service of your desktop, or use: beckon host --prompt terminal',
    ),
  ];
}

type Found = Omit<Check, 'name'>;

async function nodeVersion(): Promise<Found> {
  const found = `${process.version} on ${process.platform} ${process.arch}`;
  if (SUPPORTED_NODE.test(process.version)) return { state: 'works', found };
  return { state: 'fails', found, advice: 'Use Node.js 20.19, 22.12 or newer.' };
}

async function network(): Promise<Found> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal }) => !internal);
  const families = [...new Set(addresses.map(({ family }) => family))].sort();
  if (families.length > 0) return { state: 'works', found: families.join(' and ') };
  return {
    state: 'limited',
    found: 'no network but this machine itself',
    advice: 'Connect to a network to be reached by others.',
  };
}

async function profileFolder({ folder, name }: Profile): Promise<Found> {
  const status = await lstat(folder).catch(() => undefined);
  if (status === undefined) return { state: 'works', found: `${name}, not used yet: ${folder}` };
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
    return {
      state: 'fails',
      found: `${folder} can be read by others: it holds your key`,
      advice: `chmod go-rwx ${folder}`,
    };
  }
  return { state: 'works', found: `${name}: ${folder}` };
}

async function runningHost(profile: Profile): Promise<Found> {
  const adapter = await adapterOfRunningHost(profile);
  if (adapter === undefined) {
    return { state: 'absent', found: 'does not run', advice: 'To be reachable: beckon host' };
  }
  await adapter.open();
  try {
    const endpoints = await adapter.identity.endpoints();
    return { state: 'works', found: `reached at ${endpoints.length} addresses` };
  } finally {
    await adapter.close();
  }
}

async function applications(profile: Profile): Promise<Found> {
  const { registrations, problems } = await new ApplicationFiles(profile.applications).list(
    'beckon doctor',
    'currentUser',
  );
  const found = `${registrations.length} registered`;
  const [problem] = problems;
  if (problem === undefined) return { state: 'works', found };
  return { state: 'limited', found: `${found}; ${problem.message}` };
}

async function libp2p(): Promise<Found> {
  const adapter = libp2pAdapter({ listen: ['/ip4/0.0.0.0/tcp/0'], reception: 'nobody' });
  await adapter.open();
  try {
    const addresses = (await adapter.identity.endpoints()).map(({ address }) => address);
    const isLocal = addresses.every((address) => address.includes('/127.0.0.1/'));
    if (!isLocal) return { state: 'works', found: `${addresses.length} addresses` };
    return { state: 'limited', found: 'reached from this machine only' };
  } finally {
    await adapter.close();
  }
}

async function near(): Promise<Found> {
  const adapter = libp2pAdapter({ nearMe: true, reception: 'nobody' });
  await adapter.open();
  try {
    await adapter.visibility.signIn('nearMe');
    const counts$ = peopleNearMe(adapter).pipe(
      map(({ length }) => length),
      takeUntil(timer(NEAR_MS)),
    );
    const counts = await lastValueFrom(counts$.pipe(toArray()));
    const count = Math.max(0, ...counts);
    return { state: 'works', found: `${count} heard within ${NEAR_MS / 1_000} s` };
  } finally {
    await adapter.close();
  }
}

async function relays(): Promise<Found> {
  return {
    state: 'absent',
    found: 'none is used: others must reach an address of this machine',
  };
}

async function native(): Promise<Found> {
  const availability = await isNativeAvailable();
  if (availability.isAvailable) return { state: 'works', found: 'P2P.dll and its service' };
  const { message } = availability.error;
  return { state: process.platform === 'win32' ? 'fails' : 'absent', found: message };
}

async function notifications(): Promise<Found> {
  const { name, showsButtons } = await notificationService();
  if (showsButtons) return { state: 'works', found: name };
  return {
    state: 'fails',
    found: `${name} shows no buttons`,
    advice: 'Use: beckon host --prompt terminal',
  };
}
