import type { ApplicationRegistration } from '@beckon/core';
import {
  asView,
  type FaultyAdapters,
  instead,
  tableOf,
  withCollaborationEvents,
  withMembers,
  withTable,
} from '../faulty-adapter.ts';

export const faultyApplications: FaultyAdapters = [
  {
    breaks: 'registrations() gives the registrations of one type',
    make: withTable('applications', ({ registrations }) => ({
      registrations: () => registrations('currentUser'),
    })),
  },
  ...[
    ({ arguments: _dropped, ...rest }: ApplicationRegistration): ApplicationRegistration => rest,
    (given: ApplicationRegistration): ApplicationRegistration =>
      withData(given, (data) => Uint8Array.from(data.subarray(0, 16_000))),
    (given: ApplicationRegistration): ApplicationRegistration => withData(given, asView),
    (given: ApplicationRegistration): ApplicationRegistration =>
      withData(given, (data) => Buffer.from(data)),
  ].map((alter) => ({
    breaks:
      'registration() gives all values of register(), up to the longest text and the largest data',
    make: withTable('applications', ({ registration }) => ({
      registration: async (id, type) => alter(await registration(id, type)),
    })),
  })),
  {
    breaks: 'own() gives all registered applications, and with an id only the one with that id',
    make: withTable('applications', ({ own }) => ({ own: () => own() })),
  },
  ...(['INVALID_ARGUMENT', undefined] as const).map((code) => ({
    breaks:
      'register() rejects with ALREADY_EXISTS for a registered application, and changes nothing',
    make: withTable('applications', ({ register, unregister }) => ({
      register: (given, type) =>
        instead(
          () => register(given, type),
          'ALREADY_EXISTS',
          async () => {
            // Replaces the registration, and rejects with ALREADY_EXISTS or resolves.
            await unregister(given.application.id, type);
            await register(given, type);
            if (code !== undefined) await register(given, type);
          },
        ),
    })),
  })),
  {
    breaks: 'unregister() removes the application, and it can be registered again',
    make: withTable('applications', () => ({ unregister: async () => undefined })),
  },
  {
    breaks:
      'registration() and unregister() reject with NOT_FOUND for an application that is not registered',
    make: withTable('applications', ({ unregister }) => ({
      unregister: (id, type) =>
        instead(
          () => unregister(id, type),
          'NOT_FOUND',
          () => undefined,
        ),
    })),
  },
  {
    breaks:
      'registration() and unregister() reject with NOT_FOUND for an application that is not registered',
    make: withTable('applications', ({ registration }) => ({
      registration: (id, type) =>
        instead(
          () => registration(id, type),
          'NOT_FOUND',
          () => ({
            application: { id },
            program: 'none',
          }),
        ),
    })),
  },
  {
    breaks: 'registrations outlive the last close()',
    make: withMembers((correct) => ({
      async close() {
        const { registrations, unregister } = tableOf(correct, 'applications');
        for (const { application } of await registrations('currentUser')) {
          await unregister(application.id, 'currentUser');
        }
        await correct.close();
      },
    })),
  },
  {
    breaks: 'register() rejects with LIMIT_REACHED beyond 64 applications of one type',
    make: withTable('applications', ({ register }) => ({
      register: (given, type) =>
        instead(
          () => register(given, type),
          'LIMIT_REACHED',
          () => undefined,
        ),
    })),
  },
  {
    breaks: 'at() follows the applications of a peer that is watched',
    make: withTable('applications', ({ at }) => ({ at: (endpoint) => at(endpoint) })),
  },
  {
    breaks: 'at() follows the applications of a peer that is watched',
    make: withTable('applications', ({ at }) => ({
      at: async (...args) => (await at(...args)).map(({ id }) => ({ id })),
    })),
  },
  {
    breaks: 'at() follows the applications of a peer that is watched',
    make: withCollaborationEvents((event) =>
      event.type === 'endpointApplicationChanged' ? { ...event, change: 'updated' } : event,
    ),
  },
  {
    breaks: 'a peer that watches this side follows its applications, and sees no program',
    make: withTable('applications', () => ({ register: () => Promise.resolve() })),
  },
  {
    // Hands out the whole registration.
    breaks: 'a peer that watches this side follows its applications, and sees no program',
    make: withTable('applications', ({ register }) => ({
      register: ({ application, ...rest }, type) =>
        register({ ...rest, application: { ...application, ...rest } }, type),
    })),
  },
];

function withData(
  registration: ApplicationRegistration,
  alter: (data: Uint8Array) => Uint8Array,
): ApplicationRegistration {
  const { application } = registration;
  const { data } = application;
  if (data === undefined) return registration;
  return { ...registration, application: { ...application, data: alter(data) } };
}
