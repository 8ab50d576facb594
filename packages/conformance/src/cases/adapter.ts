import assert from 'node:assert/strict';
import { isCollaborationError } from '@beckon/core';
import { lastValueFrom } from 'rxjs';
import { assertRejects } from '../assert-rejects.ts';
import { casesAbout } from '../conformance-case.ts';
import { send, settle } from '../sent-invitation.ts';

/** The adapter as a whole: opening, closing, events. */
export const adapterCases = casesAbout('adapter', [
  {
    name: 'close() rejects with NOT_INITIALIZED when open() was not called',
    startsClosed: true,
    async check({ adapter }) {
      await assertRejects(() => adapter.close(), 'NOT_INITIALIZED', 'close() before open()');
    },
  },
  {
    name: 'open() is counted: the adapter works until the last close()',
    async check(context) {
      const { adapter, peer } = context;
      await adapter.open();
      await adapter.close();
      const sent = await send(context);
      const [, answer] = await settle((await peer.nextInvitation()).accept(), sent);
      assert.equal(answer.action, 'accepted');
      await adapter.close();
      await assertRejects(() => adapter.close(), 'NOT_INITIALIZED', 'one close() too many');
    },
  },
  {
    name: 'open() works again after close()',
    async check(context) {
      const { adapter, peer } = context;
      await adapter.close();
      await adapter.open();
      const sent = await send(context);
      const [, answer] = await settle((await peer.nextInvitation()).accept(), sent);
      assert.equal(answer.action, 'accepted');
    },
  },
  {
    name: 'createEvent() throws NOT_INITIALIZED before open()',
    startsClosed: true,
    async check({ adapter }) {
      assert.throws(
        () => adapter.createEvent(),
        (error) => isCollaborationError(error, 'NOT_INITIALIZED'),
      );
    },
  },
  {
    name: 'createEvent() throws NOT_INITIALIZED after close()',
    async check({ adapter }) {
      await adapter.close();
      assert.throws(
        () => adapter.createEvent(),
        (error) => isCollaborationError(error, 'NOT_INITIALIZED'),
      );
    },
  },
  {
    name: 'EventHandle.close() completes signaled$',
    async check({ adapter }) {
      const event = adapter.createEvent();
      const completed = lastValueFrom(event.signaled$, { defaultValue: undefined });
      event.close();
      await completed;
    },
  },
  {
    name: 'a second EventHandle.close() does nothing',
    async check({ adapter }) {
      const event = adapter.createEvent();
      event.close();
      event.close();
    },
  },
  {
    name: 'the last close() completes signaled$ of every event',
    async check({ adapter }) {
      const event = adapter.createEvent();
      const completed = lastValueFrom(event.signaled$, { defaultValue: undefined });
      await adapter.close();
      await completed;
    },
  },
  {
    name: 'the last close() withdraws pending invitations, and they fail with CLOSED',
    async check(context) {
      const sent = await send(context);
      const received = await context.peer.nextInvitation();
      await context.adapter.close();
      await assertRejects(() => sent.response(), 'CLOSED', 'response() after close()');
      assert.equal(await received.outcome(), 'withdrawn');
    },
  },
  {
    name: 'InvitationHandle.cancel() and close() resolve after the last close() of the adapter',
    async check(context) {
      const sent = await send(context);
      await context.peer.nextInvitation();
      await context.adapter.close();
      await sent.cancel();
      // The case closes the handle when it ends.
    },
  },
]);
