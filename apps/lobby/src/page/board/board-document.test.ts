import { firstValueFrom } from 'rxjs';
import * as Y from 'yjs';
import type { BoardContent } from './board-content.ts';
import { BoardDocument } from './board-document.ts';

const contentOf = ({ content$ }: BoardDocument): Promise<BoardContent> => firstValueFrom(content$);

/** Gives each document the content of the other. */
function exchange(a: BoardDocument, b: BoardDocument): void {
  const [ofA, ofB] = [Y.encodeStateAsUpdate(a.doc), Y.encodeStateAsUpdate(b.doc)];
  Y.applyUpdate(a.doc, ofB, 'the other side');
  Y.applyUpdate(b.doc, ofA, 'the other side');
}

describe('BoardDocument', () => {
  it('holds the lines and notes of both sides, also from while they were apart', async () => {
    const [ada, bob] = [new BoardDocument(), new BoardDocument()];
    ada.introduce('Ada');
    bob.introduce('Bob');
    ada.beginStroke(1, [1, 2])?.extend([3, 4]);
    bob.addNote({ from: 'Bob', text: 'Hello' });
    exchange(ada, bob);
    const [adas, bobs] = [await contentOf(ada), await contentOf(bob)];
    expect(adas).toEqual({
      people: ['Bob'],
      left: [],
      strokes: [{ ink: 1, points: [1, 2, 3, 4] }],
      notes: [{ from: 'Bob', text: 'Hello' }],
      isFull: false,
    });
    expect(bobs).toEqual({ ...adas, people: ['Ada'] });
  });

  it('tells the other side who has left', async () => {
    const [ada, bob] = [new BoardDocument(), new BoardDocument()];
    ada.introduce('Ada');
    exchange(ada, bob);
    ada.leave('Ada');
    exchange(ada, bob);
    expect(await contentOf(bob)).toMatchObject({ people: [], left: ['Ada'] });
    expect(await contentOf(ada)).toMatchObject({ people: [], left: [] });
  });

  it('emits each change to its subscribers, and nothing after an unsubscribe', () => {
    const document = new BoardDocument();
    const seen: number[] = [];
    const listening = document.content$.subscribe(({ strokes }) => seen.push(strokes.length));
    document.beginStroke(0, [0, 0]);
    listening.unsubscribe();
    document.beginStroke(0, [0, 0]);
    expect(seen).toEqual([0, 1]);
  });

  it('undoes a whole line, and only a line of its own', async () => {
    const [ada, bob] = [new BoardDocument(), new BoardDocument()];
    bob.beginStroke(2, [5, 5]);
    exchange(ada, bob);
    ada.beginStroke(0, [0, 0])?.extend([1, 1]);
    const last = ada.beginStroke(1, [2, 2]);
    last?.extend([3, 3]);
    last?.extend([4, 4]);
    ada.undo();
    expect((await contentOf(ada)).strokes.map(({ ink }) => ink)).toEqual([2, 0]);
    ada.undo();
    ada.undo();
    expect((await contentOf(ada)).strokes.map(({ ink }) => ink)).toEqual([2]);
  });

  it('survives a line that is drawn on after it was cleared', async () => {
    const [ada, bob] = [new BoardDocument(), new BoardDocument()];
    const drawn = ada.beginStroke(0, [0, 0]);
    exchange(ada, bob);
    bob.clear();
    exchange(ada, bob);
    drawn?.extend([1, 1]);
    exchange(ada, bob);
    expect((await contentOf(bob)).strokes).toEqual([]);
    expect((await contentOf(ada)).strokes).toEqual([]);
  });

  it('shows nothing that does not have the right form', async () => {
    const document = new BoardDocument();
    const other = new Y.Doc();
    other
      .getArray('strokes')
      .push([
        null,
        'line',
        { ink: 9, points: [0, 0] },
        { ink: 0, points: ['0', '0'] },
        { ink: 0, points: [Infinity, 0] },
        { ink: 0 },
      ]);
    other.getArray('notes').push([{ from: 'Eve', text: 1 }, { text: 'x' }, 'x'.repeat(1_000)]);
    other.getMap('people').set('1', { toString: 'x' });
    Y.applyUpdate(document.doc, Y.encodeStateAsUpdate(other));
    expect(await contentOf(document)).toEqual({
      people: [],
      left: [],
      strokes: [],
      notes: [],
      isFull: false,
    });
  });

  it('takes no more when it is full, and takes lines again once either side has cleared it', async () => {
    const [ada, bob] = [new BoardDocument(), new BoardDocument()];
    const drawn = ada.beginStroke(0, [0, 0]);
    for (let points = 0; points < 400_000; points += 1_000) {
      drawn?.extend(Array.from({ length: 1_000 }, (_, index) => index));
    }
    expect((await contentOf(ada)).isFull).toBe(true);
    expect(ada.beginStroke(0, [0, 0])).toBeUndefined();
    ada.addNote({ from: 'Ada', text: 'Hello' });
    expect((await contentOf(ada)).notes).toEqual([]);
    expect(Y.encodeStateAsUpdate(ada.doc).byteLength).toBeLessThan(300 * 1024);

    exchange(ada, bob);
    expect((await contentOf(bob)).isFull).toBe(true);
    bob.clear();
    exchange(ada, bob);
    for (const document of [ada, bob]) {
      expect((await contentOf(document)).isFull).toBe(false);
      expect(document.beginStroke(0, [0, 0])).toBeDefined();
    }
  });
});
