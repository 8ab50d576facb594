import type { CollaborationEvent } from '@beckon/core';
import { COLLABORATION_EVENT_TYPES } from '@beckon/core/adapter';
import type { MockAdapter } from '../src/index.ts';
import { settled, type VirtualNetwork } from './virtual-network.ts';

/** Writes down every event of an adapter, with its time: `20 endpointPresenceChanged bob busy`. */
export function logEvents(
  { at, scheduler }: Pick<VirtualNetwork, 'at' | 'scheduler'>,
  adapter: MockAdapter,
): string[] {
  const lines: string[] = [];
  const event = adapter.createEvent();
  const filters = COLLABORATION_EVENT_TYPES.map((type) => ({ type }));
  const queue = settled(adapter.events.changes(filters, event));
  const drain = (): void => {
    queue.value?.next().then((change) => {
      if (change === undefined) return;
      lines.push(`${scheduler.now()} ${inWords(change)}`);
      drain();
    });
  };
  at(0, () => void event.signaled$.subscribe(drain));
  return lines;
}

function inWords(event: CollaborationEvent): string {
  const parts: (string | undefined)[] = [event.type];
  if ('endpoint' in event) parts.push(event.endpoint?.name ?? event.endpoint?.address);
  if ('person' in event) parts.push(event.person?.nickname);
  if ('change' in event && event.type !== 'endpointPresenceChanged') parts.push(event.change);
  if ('presence' in event) parts.push(event.presence?.status, event.presence?.text);
  if ('error' in event) parts.push(event.error);
  return parts.filter((part) => part !== undefined).join(' ');
}
