import { EventEmitter, once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createGuid } from '@beckon/core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { recorded } from '../../test/recorded.ts';
import { HostWorker } from '../../test/host-worker.ts';
import { bridgeAdapter, messagePortPipe } from '../index.ts';

describe('messagePortPipe', () => {
  it('tells the other side once that it is closed, and sends and receives no more', async () => {
    const { port1, port2 } = new MessageChannel();
    const mine = messagePortPipe(port1);
    const theirs = messagePortPipe(port2);
    const here = recorded();
    const there = recorded();
    mine.open(here.receiver);
    theirs.open(there.receiver);
    const gone = once(port2, 'close');
    mine.send('last');
    mine.close();
    mine.close();
    mine.send('late');
    await gone;
    expect(there.messages).toEqual(['last']);
    expect(there.reasons).toHaveLength(1);
    expect(here.reasons).toEqual([]);
  });

  it('keeps messages that came before open()', async () => {
    const { port1, port2 } = new MessageChannel();
    const mine = messagePortPipe(port1);
    mine.open(recorded().receiver);
    mine.send('early');
    const there = recorded();
    const arrived = once(port2, 'message');
    messagePortPipe(port2).open(there.receiver);
    await arrived;
    expect(there.messages).toEqual(['early']);
    mine.close();
  });

  it('sends the bytes of a Buffer, without the rest of its pool', async () => {
    const { port1, port2 } = new MessageChannel();
    const mine = messagePortPipe(port1);
    mine.open(recorded().receiver);
    const arrived = once(port2, 'message');
    mine.send({ list: [Buffer.from('abc')] });
    const [{ list }] = (await arrived) as [{ list: [Uint8Array] }];
    expect([...list[0]]).toEqual([97, 98, 99]);
    expect(list[0].buffer.byteLength).toBe(3);
    mine.close();
  });

  it('works with a port of Electron’s main process, where listeners get an event', () => {
    const sent: unknown[] = [];
    const port = Object.assign(new EventEmitter(), {
      postMessage: (message: unknown) => void sent.push(message),
      start: () => port.emit('message', { data: 'first', ports: [] }),
      close: () => port.emit('close'),
    });
    const { messages, reasons, receiver } = recorded();
    const pipe = messagePortPipe(port);
    pipe.open(receiver);
    expect(messages).toEqual(['first']);
    pipe.send('reply');
    port.emit('close');
    pipe.send('late');
    expect(sent).toEqual(['reply']);
    expect(reasons).toHaveLength(1);
  });

  it('ends, and tells the other side, when a message cannot be read', () => {
    const { port, sent } = portOfPage();
    const { reasons, receiver } = recorded();
    messagePortPipe(port).open(receiver);
    port.dispatchEvent(new Event('messageerror'));
    expect(sent).toEqual(['goodbye']);
    expect(reasons).toEqual(['a message cannot be read']);
  });

  describe('in a page', () => {
    const before = Object.getOwnPropertyDescriptors(globalThis);
    let page: EventTarget;
    let leaves: Set<unknown>;

    beforeEach(() => {
      page = new EventTarget();
      leaves = new Set();
      Object.assign(globalThis, {
        onpagehide: null,
        addEventListener(type: string, listener: () => void) {
          leaves.add(listener);
          page.addEventListener(type, listener);
        },
        removeEventListener(type: string, listener: () => void) {
          leaves.delete(listener);
          page.removeEventListener(type, listener);
        },
      });
    });

    afterEach(() => {
      for (const name of ['onpagehide', 'addEventListener', 'removeEventListener']) {
        const descriptor = before[name];
        if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
        else Object.defineProperty(globalThis, name, descriptor);
      }
    });

    it('says goodbye when the page is left', () => {
      const { port, sent } = portOfPage();
      const { reasons, receiver } = recorded();
      messagePortPipe(port).open(receiver);
      page.dispatchEvent(new Event('pagehide'));
      page.dispatchEvent(new Event('pagehide'));
      expect(sent).toEqual(['goodbye']);
      expect(reasons).toEqual(['its page is left']);
    });

    it('keeps no listener at the page after either side has ended the pipe', () => {
      const mine = portOfPage();
      const pipe = messagePortPipe(mine.port);
      pipe.open(recorded().receiver);
      const theirs = portOfPage();
      messagePortPipe(theirs.port).open(recorded().receiver);
      expect(leaves.size).toBe(2);
      pipe.close();
      theirs.port.dispatchEvent(new MessageEvent('message', { data: 'goodbye' }));
      expect(leaves.size).toBe(0);
    });
  });
});

/** A port without a pipe. */
function portOfPage() {
  const sent: unknown[] = [];
  const port = Object.assign(new EventTarget(), {
    postMessage: (message: unknown) => void sent.push(message),
  });
  return { port, sent };
}

describe('a bridge to a worker', () => {
  it('ends with CLOSED when the worker is killed', async () => {
    const worker = await HostWorker.start();
    const { port } = await worker.serve('mock', 'messagePort');
    const { port: peerPort, endpoint } = await worker.servePeer();
    const adapter = await bridgeAdapter(messagePortPipe(port));
    await adapter.open();
    const event = adapter.createEvent();
    const handle = await adapter.invitations.inviteEndpoint(
      endpoint,
      { applicationId: createGuid() },
      event,
    );
    const ended = lastValueFrom(event.signaled$, { defaultValue: undefined });
    await worker.terminate();
    await ended;
    await expect(handle.response()).rejects.toMatchObject({ code: 'CLOSED' });
    await handle.close();
    expect(await firstValueFrom(adapter.isConnected$)).toBe(false);
    peerPort.close();
  });
});
