import { incomingInvitations, inviteAsync } from '@beckon/core';
import { invitationChannel } from '@beckon/core/channel';
import { createMockNetwork, type MockAdapter } from '@beckon/mock';
import { filter, firstValueFrom, type Subscription } from 'rxjs';
import { BOARD, encodeActivity, LOBBY_APPLICATION_ID } from '../../shared/activity.ts';
import type { BoardContent } from './board-content.ts';
import { BoardDocument } from './board-document.ts';
import { MAX_RECEIVED_BYTES, shareBoard } from './share-board.ts';

const contentOf = ({ content$ }: BoardDocument): Promise<BoardContent> => firstValueFrom(content$);

/** A page at the board. */
class Page {
  readonly document = new BoardDocument();
  /** Each report whether the other side is there, then the end. */
  readonly heard: (boolean | 'complete')[] = [];
  readonly adapter: MockAdapter;
  readonly invitationId: string;
  readonly sharing: Subscription;

  constructor(adapter: MockAdapter, invitationId: string) {
    this.adapter = adapter;
    this.invitationId = invitationId;
    this.sharing = shareBoard(this.document, adapter, invitationId).subscribe({
      next: (isPeerHere) => this.heard.push(isPeerHere),
      complete: () => this.heard.push('complete'),
    });
    pages.push(this);
  }

  /** Waits until a note is on the board. */
  async reads(text: string): Promise<BoardContent> {
    const { content$ } = this.document;
    return firstValueFrom(
      content$.pipe(filter(({ notes }) => notes.some((note) => note.text === text))),
    );
  }
}

const pages: Page[] = [];
let ada: MockAdapter;
let bob: MockAdapter;
let ids: { readonly ada: string; readonly bob: string };

beforeEach(async () => {
  const network = createMockNetwork();
  [ada, bob] = [network.join({ name: 'ada' }), network.join({ name: 'bob' })];
  await Promise.all([ada.open(), bob.open()]);
  const arriving = firstValueFrom(incomingInvitations(bob));
  const sent = inviteAsync(ada, {
    to: { endpoint: { address: 'bob' } },
    applicationId: LOBBY_APPLICATION_ID,
    data: encodeActivity(BOARD),
  });
  const invitation = await arriving;
  await invitation.accept();
  const status = await sent;
  if (status.state !== 'accepted') throw new Error(status.state);
  ids = { ada: status.invitationId ?? '', bob: invitation.id };
});
afterEach(async () => {
  for (const { sharing } of pages.splice(0)) sharing.unsubscribe();
  await Promise.all([ada.close(), bob.close()]);
});

describe('shareBoard', () => {
  it('brings both up to date when the other side appears, and sends each later change', async () => {
    const adas = new Page(ada, ids.ada);
    adas.document.addNote({ from: 'Ada', text: 'before' });
    const bobs = new Page(bob, ids.bob);
    bobs.document.beginStroke(0, [1, 2]);
    await bobs.reads('before');
    bobs.document.addNote({ from: 'Bob', text: 'after' });
    const { strokes } = await adas.reads('after');
    expect(strokes).toHaveLength(1);
    expect((await contentOf(bobs.document)).notes.map(({ text }) => text)).toEqual([
      'before',
      'after',
    ]);
    expect([adas.heard, bobs.heard]).toEqual([[true], [true]]);
  });

  it.each([
    ['bytes that are not an update', Uint8Array.of(2, 200, 1, 2, 3)],
    ['an unknown kind', Uint8Array.of(99)],
  ])('drops %s, and goes on', async (_, bytes) => {
    const adas = new Page(ada, ids.ada);
    const raw = invitationChannel<Uint8Array>(bob, ids.bob, {
      serializer: (message) => message,
      deserializer: (message) => message,
    });
    const hearing = firstValueFrom(raw);
    raw.next(bytes);
    await hearing;
    adas.document.addNote({ from: 'Ada', text: 'still here' });
    const bobs = new Page(bob, ids.bob);
    await bobs.reads('still here');
  });

  it('knows when the other side leaves and comes back, and what was drawn meanwhile', async () => {
    const adas = new Page(ada, ids.ada);
    const bobs = new Page(bob, ids.bob);
    adas.document.addNote({ from: 'Ada', text: 'first' });
    await bobs.reads('first');
    bobs.sharing.unsubscribe();
    adas.document.addNote({ from: 'Ada', text: 'meanwhile' });
    const again = new Page(bob, ids.bob);
    await again.reads('meanwhile');
    adas.document.addNote({ from: 'Ada', text: 'last' });
    await again.reads('last');
    expect(adas.heard).toEqual([true, false, true]);
  });

  it('leaves when the other side has sent more than a page should hold', async () => {
    const adas = new Page(ada, ids.ada);
    const raw = invitationChannel<Uint8Array>(bob, ids.bob, {
      serializer: (message) => message,
      deserializer: (message) => message,
    });
    const hearing = raw.subscribe({ error: () => undefined });
    const piece = new Uint8Array(512 * 1024).fill(99);
    for (let sent = 0; sent < MAX_RECEIVED_BYTES; sent += piece.byteLength) await raw.send(piece);
    expect(adas.heard).toEqual([true]);
    await raw.send(Uint8Array.of(99)).catch(() => undefined);
    while (adas.heard.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(adas.heard).toEqual([true, 'complete']);
    hearing.unsubscribe();
  });

  it('sends nothing when it is unsubscribed', async () => {
    const adas = new Page(ada, ids.ada);
    const bobs = new Page(bob, ids.bob);
    adas.document.addNote({ from: 'Ada', text: 'first' });
    await bobs.reads('first');
    adas.sharing.unsubscribe();
    adas.document.addNote({ from: 'Ada', text: 'alone' });
    while (bobs.heard.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect((await contentOf(bobs.document)).notes).toHaveLength(1);
    expect(bobs.heard).toEqual([true, false]);
  });
});
