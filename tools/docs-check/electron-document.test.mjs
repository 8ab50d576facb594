import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createGuid, incomingInvitations, invite } from '@beckon/core';
import { createMockNetwork } from '@beckon/mock';
import { filter, firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { ElectronStage } from './electron-stage.mjs';

let alice;
let bob;
/** A timer that keeps Node alive: `AbortSignal.timeout` does not. */
let keepAlive;

beforeEach(async () => {
  const network = createMockNetwork();
  alice = network.join({ name: 'alice' });
  bob = network.join({ name: 'bob' });
  await Promise.all([alice.open(), bob.open()]);
  keepAlive = setInterval(() => undefined, 1_000);
});
afterEach(async () => {
  clearInterval(keepAlive);
  await Promise.all([alice.close(), bob.close()]);
});

const invitation = (message) => ({
  to: { endpoint: { address: 'bob' } },
  applicationId: createGuid(),
  message,
});

describe('the code of docs/ELECTRON.md', () => {
  it('lets a page invite, and read the answer', async () => {
    const { main, renderer } = new ElectronStage();
    const connections = main.offerAdapter(alice);
    const answered = firstValueFrom(incomingInvitations(bob)).then((received) => received.accept());
    const adapter = await renderer.connectAdapter();
    await adapter.open();
    const { state } = await lastValueFrom(invite(adapter, invitation('Join?')));
    assert.equal(state, 'accepted');
    assert.deepEqual(await answered, { state: 'accepted' });
    await adapter.close();
    await main.closeConnections(connections);
    assert.equal(connections.size, 0);
  });

  it('gives two simultaneous requests a port each, and closing one leaves the other open', async () => {
    const { main, renderer } = new ElectronStage();
    const connections = main.offerAdapter(alice);
    const [x, y] = await Promise.all([renderer.connectAdapter(), renderer.connectAdapter()]);
    await Promise.all([x.open(), y.open()]);
    assert.equal(connections.size, 2);

    const arrived = firstValueFrom(incomingInvitations(bob).pipe(take(2), toArray()));
    const ends = [
      lastValueFrom(invite(x, invitation('x'))).catch(({ code }) => code),
      lastValueFrom(invite(y, invitation('y'))),
    ];
    const received = await arrived;
    await x.close();
    await received.find(({ message }) => message === 'y').accept();
    const [endOfX, endOfY] = await Promise.all(ends);
    assert.equal(endOfX, 'CLOSED');
    assert.equal(endOfY.state, 'accepted');
    const withdrawn = received.find(({ message }) => message === 'x');
    await firstValueFrom(withdrawn.status$.pipe(filter(({ state }) => state === 'withdrawn')));
    await y.close();
    await main.closeConnections(connections);
  });

  for (const frameOrigin of ['https://evil.example', 'app://other', 'null']) {
    it(`refuses a frame of ${frameOrigin}`, async () => {
      const { main, renderer } = new ElectronStage({ frameOrigin });
      const connections = main.offerAdapter(alice);
      await assert.rejects(renderer.connectAdapter(), { code: 'NOT_AUTHORIZED' });
      assert.equal(connections.size, 0);
    });
  }

  it('does nothing for a frame that is gone before the answer', () => {
    const { main, ipcMain } = new ElectronStage();
    main.offerAdapter(alice);
    ipcMain.emit('beckon:connect', { senderFrame: null }, 'x');
  });

  it('rejects when the main process does not answer in time', async () => {
    const { renderer } = new ElectronStage();
    await assert.rejects(renderer.connectAdapter(), { code: 'SERVICE_UNAVAILABLE' });
  });

  it('refuses a port from another window, and a port for another request', async () => {
    const stage = new ElectronStage();
    const connections = stage.main.offerAdapter(alice);
    const requested = stage.renderer.requestPort();
    stage.postToPage({ source: {}, data: { beckonRequest: 'guessed' }, ports: ['planted'] });
    stage.postToPage({
      source: stage.window,
      data: { beckonRequest: 'guessed' },
      ports: ['planted'],
    });
    stage.postToPage({ source: stage.window, data: null, ports: [] });
    const port = await requested;
    assert.notEqual(port, 'planted');
    port.close();
    await stage.main.closeConnections(connections);
  });
});
