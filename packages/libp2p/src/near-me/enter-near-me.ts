import type { NearMeStay, NearMeVisitor } from '@beckon/engine';
import type { SchedulerLike } from 'rxjs';
import type { NearMeOptions } from '../options.ts';
import { DnsSd } from './dns-sd.ts';
import { MulticastSubnet } from './subnet.ts';

/** The time that Multicast DNS recommends for records with an address. */
const TTL_SECONDS = 120;

/** Announces this side on the networks of this machine. */
export function enterNearMe(
  visitor: NearMeVisitor,
  { interfaces, ttlSeconds = TTL_SECONDS }: NearMeOptions,
  scheduler: SchedulerLike,
): Promise<NearMeStay> {
  return DnsSd.enter({
    visitor,
    openSubnet: (listener) => MulticastSubnet.open({ interfaces, scheduler }, listener),
    ttlSeconds,
    scheduler,
  });
}
