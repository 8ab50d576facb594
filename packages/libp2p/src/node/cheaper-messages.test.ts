import net from 'node:net';
import { LIMITS, invite } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import {
  acceptAll,
  applicationId,
  closeAll,
  endpointOf,
  openAdapter,
} from '../../test/two-adapters.ts';

const { write } = net.Socket.prototype;

afterEach(async () => {
  net.Socket.prototype.write = write;
  await closeAll();
});

it('an accepted invitation takes at most three writes of both sides together', async () => {
  const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
  acceptAll(bob);
  const request = { to: { endpoint: await endpointOf(bob) }, applicationId };
  await lastValueFrom(invite(alice, request));
  let writes = 0;
  net.Socket.prototype.write = function (this: net.Socket, ...args: unknown[]) {
    writes += 1;
    return Reflect.apply(write, this, args) as boolean;
  };
  const count = 30;
  for (let i = 0; i < count; i++) await lastValueFrom(invite(alice, request));
  expect(writes / count).toBeLessThanOrEqual(3);
});

it('a stream carries more than its window holds', async () => {
  const [alice, bob] = await Promise.all([openAdapter(), openAdapter()]);
  acceptAll(bob);
  // Three windows of 256 KiB.
  const data = new Uint8Array(LIMITS.invitationDataBytes);
  const request = { to: { endpoint: await endpointOf(bob) }, applicationId, data };
  const states = await Promise.all(
    Array.from({ length: 48 }, () => lastValueFrom(invite(alice, request))),
  );
  expect(states.every(({ state }) => state === 'accepted')).toBe(true);
});
