import { checkContent } from '@beckon/core/adapter';
import type { StoredDocument } from '../store/stored-document.ts';
import type { DocumentFormat } from '../store/versioned-document.ts';

/** Where a document store holds the ids of the letters that were answered last. */
export const ANSWERED_LETTERS_KEY = 'answered-letters';
/** How many letters are remembered. The oldest are forgotten first. */
const REMEMBERED = 1_000;

export interface AnsweredLetter {
  readonly id: string;
  /** The letter may come again until this time, in milliseconds since 1970. */
  readonly until: number;
}

export const answeredLettersFormat: DocumentFormat<readonly AnsweredLetter[]> = {
  what: 'answered letters',
  migrations: [],
  read: (content) => {
    if (!Array.isArray(content)) throw new TypeError('The letters are no list.');
    return (content as readonly AnsweredLetter[]).map(({ id, until }) => {
      checkContent.invitationId('open', id);
      if (!Number.isFinite(until)) throw new TypeError('A letter has no time.');
      return { id, until };
    });
  },
};

/**
 * Answered letters that the mail may deliver again, because the program may end after the answer and before {@link
 * ReceivedLetter.done}.
 */
export class AnsweredLetters {
  readonly #document: StoredDocument<readonly AnsweredLetter[]> | undefined;
  readonly #now: () => number;
  readonly #byId = new Map<string, AnsweredLetter>();

  /** @param now - Milliseconds since 1970. */
  constructor(document: StoredDocument<readonly AnsweredLetter[]> | undefined, now: () => number) {
    this.#document = document;
    this.#now = now;
  }

  /** @throws CollaborationError `SERVICE_UNAVAILABLE` when the stored letters cannot be read. */
  async load(): Promise<void> {
    const document = this.#document;
    const stored = (await document?.inTurn(() => document.read())) ?? [];
    for (const letter of stored) if (letter.until > this.#now()) this.#byId.set(letter.id, letter);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Resolves when the letter is stored. Never rejects: a letter that cannot be stored is remembered in this run. */
  async add(letter: AnsweredLetter): Promise<void> {
    this.#byId.set(letter.id, letter);
    for (const [id, { until }] of this.#byId) {
      if (this.#byId.size <= REMEMBERED && until > this.#now()) break;
      this.#byId.delete(id);
    }
    const document = this.#document;
    await document
      ?.inTurn(() => document.write('inbox.accept', [...this.#byId.values()]))
      .catch(() => undefined);
  }
}
