import type { Reception } from '@beckon/core';
import { EventFeed, ReceptionCheck } from '@beckon/core/adapter';
import type { SchedulerLike } from 'rxjs';
import { ContactBook } from '../src/contacts/contact-book.ts';
import { createEngineCounters, type EngineCounters } from '../src/counters.ts';
import { ApplicationBook } from '../src/directory/application-book.ts';
import { Engine } from '../src/engine.ts';
import { type EngineLimits, resolveLimits } from '../src/options.ts';
import { MemoryDocumentStore } from '../src/store/document-store.ts';
import type { OpenTransport } from '../src/transport.ts';

export interface OpenEngineOptions {
  readonly openTransport: OpenTransport;
  readonly scheduler: SchedulerLike;
  readonly reception?: Reception;
  readonly limits?: EngineLimits;
  readonly counters?: EngineCounters;
  readonly contacts?: ContactBook;
  readonly events?: EventFeed;
}

/** Opens an engine without the adapter around it. It has no name, and nobody is near it. */
export function openEngine({
  openTransport,
  scheduler,
  reception = 'anyone',
  limits = {},
  counters = createEngineCounters(),
  contacts = new ContactBook(new MemoryDocumentStore()),
  events = new EventFeed(),
}: OpenEngineOptions): Promise<Engine> {
  return Engine.open({
    openTransport,
    endpointName: () => undefined,
    nearMe: undefined,
    contacts,
    applications: new ApplicationBook(new MemoryDocumentStore()),
    store: undefined,
    events,
    reception: new ReceptionCheck('test', reception, scheduler),
    limits: resolveLimits('test', limits),
    counters,
    scheduler,
  });
}
