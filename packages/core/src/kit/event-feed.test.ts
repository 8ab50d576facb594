import fc from 'fast-check';
import type {
  CollaborationEvent,
  CollaborationEventFilter,
} from '../contract/collaboration-events.ts';
import { EventFeed, type EventQueue, isWanted } from './event-feed.ts';

const ADDRESSES = ['ada', 'bob', 'carol'];

const anyEndpoint = fc.constantFrom(...ADDRESSES).map((address) => ({ address }));
const anyEvent = fc.oneof(
  anyEndpoint.map((endpoint): CollaborationEvent => ({ type: 'endpointChanged', endpoint })),
  anyEndpoint.map((endpoint): CollaborationEvent => ({ type: 'requestStatusChanged', endpoint })),
  fc.constant<CollaborationEvent>({ type: 'requestStatusChanged' }),
  fc.constant<CollaborationEvent>({ type: 'watchListChanged', change: 'added' }),
);
const anyFilter: fc.Arbitrary<CollaborationEventFilter> = fc.record(
  {
    type: fc.constantFrom('endpointChanged', 'requestStatusChanged', 'watchListChanged'),
    endpoint: anyEndpoint,
  },
  { requiredKeys: ['type'] },
);

function taken(queue: EventQueue): readonly CollaborationEvent[] {
  const events: CollaborationEvent[] = [];
  for (let event; (event = queue.take('take')) !== undefined;) events.push(event);
  return events;
}

describe('an event feed', () => {
  it('gives each queue the events that match one of its filters, in order, whichever filters these are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyFilter, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
        fc.array(anyEvent),
        fc.nat(),
        (allFilters, events, closedAt) => {
          const feed = new EventFeed();
          const queues = allFilters.map((filters) => feed.open(filters, () => undefined));
          const closed = queues[closedAt % (queues.length + 1)];
          closed?.close('close');
          for (const event of events) feed.emit(event);
          for (const [index, queue] of queues.entries()) {
            if (queue === closed) continue;
            const filters = allFilters[index] ?? [];
            expect(taken(queue)).toEqual(
              events.filter((event) => filters.some((filter) => isWanted(filter, event))),
            );
          }
        },
      ),
    );
  });

  it('opens a queue for an endpoint again after the last one was closed', () => {
    const feed = new EventFeed();
    const filters = [{ type: 'endpointChanged', endpoint: { address: 'bob' } }] as const;
    const event = { type: 'endpointChanged', endpoint: { address: 'bob' } } as const;
    feed.open(filters, () => undefined).close('close');
    const queue = feed.open(filters, () => undefined);
    feed.emit(event);
    expect(taken(queue)).toEqual([event]);
    feed.end();
    expect(() => queue.take('take')).toThrow(/closed/);
  });

  it('keeps its filters when the app changes what it has passed', () => {
    const feed = new EventFeed();
    const endpoint = { address: 'bob' };
    const queue = feed.open([{ type: 'endpointChanged', endpoint }], () => undefined);
    endpoint.address = 'ada';
    feed.emit({ type: 'endpointChanged', endpoint: { address: 'bob' } });
    expect(taken(queue)).toHaveLength(1);
  });
});
