import assert from 'node:assert/strict';
import {
  type Application,
  type ApplicationRegistration,
  createGuid,
  type Guid,
  LIMITS,
  type RegistrationType,
  type Scope,
} from '@beckon/core';
import type { ApplicationFunctions } from '@beckon/core/adapter';
import { assertOwnBytes, assertSameBytes } from '../assert-own-bytes.ts';
import { assertRejects } from '../assert-rejects.ts';
import type { CaseContext } from '../conformance-case.ts';
import { casesOfTable } from '../cases-of-table.ts';
import { bytesOf, longestText } from '../samples.ts';
import {
  allowWatching,
  subscribed,
  tableOf,
  watchedByThePeer,
  watchingThePeer,
  type WatchingPair,
} from '../watch.ts';
import {
  callsWith,
  malformedTexts,
  wrongBytes,
  wrongEndpoints,
  wrongGuids,
  wrongNames,
  wrongTexts,
  wrongWords,
} from '../wrong-arguments.ts';

const types = wrongWords<RegistrationType>('registration type');

/**
 * The registered applications of this user. Only an administrator registers for all users. Each
 * case removes its registrations.
 */
export const applicationCases = casesOfTable('applications', {
  functions: {
    register: {
      call: (applications, context) => registered(context, applications, newRegistration()),
      needsSignIn: false,
      wrong: {
        ...callsWith(wrongGuids('application id'), (id) => registerWith({ id })),
        ...callsWith(wrongBytes('data', LIMITS.applicationDataBytes), (data) =>
          registerWith({ data }),
        ),
        ...callsWith(wrongTexts('description', LIMITS.descriptionUtf16Units), (description) =>
          registerWith({ description }),
        ),
        ...callsWith(wrongNames('program'), (program) => registerWith({}, { program })),
        ...callsWith(malformedTexts('arguments'), (text) => registerWith({}, { arguments: text })),
        ...callsWith(wrongWords<Scope>('scope'), (publicationScope) =>
          registerWith({}, { publicationScope }),
        ),
        ...callsWith(
          types,
          (type) => (applications) => applications.register(newRegistration(), type),
        ),
        'no registration': (applications) =>
          applications.register(null as unknown as ApplicationRegistration, 'currentUser'),
      },
    },
    unregister: {
      call: (applications) => applications.unregister(createGuid(), 'currentUser'),
      needsSignIn: false,
      wrong: {
        ...callsWith(
          wrongGuids('application id'),
          (id) => (applications) => applications.unregister(id, 'currentUser'),
        ),
        ...callsWith(
          types,
          (type) => (applications) => applications.unregister(createGuid(), type),
        ),
      },
    },
    registration: {
      call: (applications) => applications.registration(createGuid(), 'currentUser'),
      needsSignIn: false,
      wrong: {
        ...callsWith(
          wrongGuids('application id'),
          (id) => (applications) => applications.registration(id, 'currentUser'),
        ),
        ...callsWith(
          types,
          (type) => (applications) => applications.registration(createGuid(), type),
        ),
      },
    },
    registrations: {
      call: (applications) => applications.registrations('currentUser'),
      needsSignIn: false,
      wrong: callsWith(types, (type) => (applications) => applications.registrations(type)),
    },
    own: {
      call: (applications) => applications.own(),
      needsSignIn: false,
      wrong: callsWith(
        wrongGuids('application id'),
        (id) => (applications) => applications.own(id),
      ),
    },
    at: {
      call: (applications, { peer }) => applications.at(peer.endpoint),
      needsSignIn: false,
      wrong: {
        ...callsWith(
          wrongEndpoints,
          (endpoint) => (applications, context) => applications.at(endpoint(context)),
        ),
        ...callsWith(
          wrongGuids('application id'),
          (id) =>
            (applications, { peer }) =>
              applications.at(peer.endpoint, id),
        ),
      },
    },
  },
  rules: [
    {
      name: 'registration() gives all values of register(), up to the longest text and the largest data',
      async check(context, applications) {
        const bare: ApplicationRegistration = {
          application: { id: createGuid() },
          program: process.execPath,
          publicationScope: 'internet',
        };
        const full: ApplicationRegistration = {
          application: {
            id: createGuid(),
            data: bytesOf(LIMITS.applicationDataBytes),
            description: longestText(LIMITS.descriptionUtf16Units),
          },
          program: process.execPath,
          arguments: '--room "a b" é𝄞',
          publicationScope: 'internet',
        };
        for (const given of [bare, full]) {
          await registered(context, applications, given);
          const { id } = given.application;
          const { application, ...rest } = await applications.registration(id, 'currentUser');
          const { application: expected, ...expectedRest } = given;
          assert.deepEqual(rest, expectedRest);
          assert.equal(application.id, id);
          assert.equal(application.description, expected.description);
          assertSameBytes(application.data, expected.data);
          if (expected.data !== undefined) {
            assertOwnBytes(application.data, 'the data of applications.registration()');
          }
        }
      },
    },
    {
      name: 'registrations() gives the registrations of one type',
      async check(context, applications) {
        const [first, second] = [newRegistration(), newRegistration()];
        await registered(context, applications, first);
        await registered(context, applications, second);
        const ids = (await applications.registrations('currentUser')).map(
          ({ application }) => application.id,
        );
        assert(ids.includes(first.application.id) && ids.includes(second.application.id));
        const others = await applications.registrations('allUsers');
        assert(!others.some(({ application }) => application.id === first.application.id));
      },
    },
    {
      name: 'own() gives all registered applications, and with an id only the one with that id',
      async check(context, applications) {
        const [first, second] = [newRegistration(), newRegistration()];
        await registered(context, applications, first);
        await registered(context, applications, second);
        const all = await applications.own();
        for (const { application } of [first, second]) {
          assert.equal(all.filter(({ id }) => id === application.id).length, 1);
        }
        const [own, ...more] = await applications.own(second.application.id);
        assert.equal(own?.id, second.application.id);
        assert.equal(own.description, second.application.description);
        assertSameBytes(own.data, second.application.data);
        assert.deepEqual(more, []);
        assert.deepEqual(await applications.own(createGuid()), []);
      },
    },
    {
      name: 'register() rejects with ALREADY_EXISTS for a registered application, and changes nothing',
      async check(context, applications) {
        const given = newRegistration();
        const { id } = given.application;
        await registered(context, applications, given);
        await assertRejects(
          () => applications.register({ ...given, arguments: '--other' }, 'currentUser'),
          'ALREADY_EXISTS',
          'a second applications.register()',
        );
        const { arguments: kept } = await applications.registration(id, 'currentUser');
        assert.equal(kept, given.arguments);
      },
    },
    {
      name: 'unregister() removes the application, and it can be registered again',
      async check(context, applications) {
        const given = newRegistration();
        const { id } = given.application;
        await registered(context, applications, given);
        await applications.unregister(id, 'currentUser');
        assert.deepEqual(await applications.own(id), []);
        await registered(context, applications, given);
        assert.equal((await applications.own(id)).length, 1);
      },
    },
    {
      name: 'registration() and unregister() reject with NOT_FOUND for an application that is not registered',
      async check(_context, applications) {
        await assertRejects(
          () => applications.registration(createGuid(), 'currentUser'),
          'NOT_FOUND',
          'applications.registration()',
        );
        await assertRejects(
          () => applications.unregister(createGuid(), 'currentUser'),
          'NOT_FOUND',
          'applications.unregister()',
        );
      },
    },
    {
      name: 'registrations outlive the last close()',
      async check(context, applications) {
        const { adapter } = context;
        const given = newRegistration();
        await registered(context, applications, given);
        await adapter.close();
        await adapter.open();
        assert.equal((await applications.own(given.application.id)).length, 1);
      },
    },
    {
      name: 'register() rejects with LIMIT_REACHED beyond 64 applications of one type',
      async check(context, applications) {
        const before = await applications.registrations('currentUser');
        for (let count = before.length; count < LIMITS.registeredApplications; count++) {
          await registered(context, applications, newRegistration());
        }
        await assertRejects(
          () => applications.register(newRegistration(), 'currentUser'),
          'LIMIT_REACHED',
          'applications.register() of one application too many',
        );
      },
    },
    {
      name: 'at() follows the applications of a peer that is watched',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsApplications(await watchingThePeer(context)),
    },
    {
      name: 'a peer that watches this side follows its applications, and sees no program',
      with: ['endpointData', 'events'],
      needs: ['hasPeerAdapter'],
      check: async (context) => assertFollowsApplications(await watchedByThePeer(context)),
    },
  ],
});

/** Asserts that the watcher sees the applications of the other side, and each that comes or goes. */
async function assertFollowsApplications(pair: WatchingPair): Promise<void> {
  const { context, watcher, watched, endpoint } = pair;
  await allowWatching(pair);
  const registry = tableOf(watched, 'applications');
  const [before, later] = [newRegistration(), newRegistration()];
  for (const { application } of [before, later]) {
    context.after(() =>
      Promise.resolve(registry.unregister(application.id, 'currentUser')).catch(() => undefined),
    );
  }
  await registry.register(before, 'currentUser');
  const watching = await subscribed(pair);
  const seen = tableOf(watcher, 'applications');
  const idsAt = async (): Promise<readonly Guid[]> =>
    (await seen.at(endpoint)).map(({ id }) => id).sort();
  assert.deepEqual(await idsAt(), [before.application.id]);
  await registry.register(later, 'currentUser');
  const added = await watching.next('endpointApplicationChanged');
  assert.equal(added.change, 'added');
  assert.equal(added.application?.id, later.application.id);
  assert.deepEqual(await idsAt(), [before.application.id, later.application.id].sort());
  const [only, ...more] = await seen.at(endpoint, later.application.id);
  assert(only !== undefined && more.length === 0, 'at() with an id gives one application');
  const { data, ...rest } = only;
  const { data: expected, ...expectedRest } = later.application;
  assert.deepEqual(rest, expectedRest);
  assertSameBytes(data, expected);
  assertOwnBytes(data, 'the data of applications.at()');
  await registry.unregister(later.application.id, 'currentUser');
  const deleted = await watching.next('endpointApplicationChanged');
  assert.equal(deleted.change, 'deleted');
  assert.equal(deleted.application?.id, later.application.id);
  assert.deepEqual(await idsAt(), [before.application.id]);
}

/**
 * A registration that Windows accepts: a program on this machine, and the publication scope
 * `internet`.
 */
function newRegistration(): ApplicationRegistration {
  return {
    application: { id: createGuid(), data: bytesOf(5), description: 'Conformance' },
    program: process.execPath,
    arguments: '--version',
    publicationScope: 'internet',
  };
}

/** A call of register() with some values of the registration replaced. */
function registerWith(
  application: Partial<Application>,
  registration: Partial<ApplicationRegistration> = {},
): (applications: ApplicationFunctions) => PromiseLike<void> {
  return (applications) => {
    const given = newRegistration();
    return applications.register(
      { ...given, ...registration, application: { ...given.application, ...application } },
      'currentUser',
    );
  };
}

/** Registers until the case ends. */
async function registered(
  { adapter, after }: CaseContext,
  applications: ApplicationFunctions,
  registration: ApplicationRegistration,
): Promise<void> {
  const { id }: { readonly id: Guid } = registration.application;
  await applications.register(registration, 'currentUser');
  after(() =>
    Promise.resolve(adapter.applications?.unregister(id, 'currentUser')).catch(() => undefined),
  );
}
