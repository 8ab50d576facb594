import type { CollaborationError } from '@beckon/core';
import { FairRoom, limitReached } from '@beckon/core/adapter';
import { from, merge, mergeMap, Observable, type ObservableInput, Subscription, take } from 'rxjs';
import type { Prompt, PromptAnswer, PromptRequest } from './prompt.ts';

/** Prompts that are shown at the same time. */
export const PLACES = 8;
/** Those of people who are not contacts. */
export const STRANGERS_PLACES = 4;
/** Questions that are shown, or wait for their turn. People who are not contacts may have three quarters of them. */
export const QUESTIONS = 200;

/** What is asked, and who asks it. */
export interface Asked {
  /** By the proven identity. */
  readonly peer: string;
  readonly isContact: boolean;
  /** Makes what a prompt shows, when it is its turn. */
  request(): ObservableInput<PromptRequest>;
}

/** A question that waits for its turn, or is shown. */
interface Question extends Asked {
  readonly answer: (answer: PromptAnswer) => void;
  /** Every prompt of it, or of a newer one of the peer, has been put away or has failed. */
  readonly putAway: () => void;
  /** Others need its place. */
  readonly evict: () => void;
}

/** The questions of each peer, the oldest first; the peers in the order in which they came. */
type Questions = Map<string, Question[]>;

/**
 * Shows questions to a person, so that they do not pile up: one for each peer, the newest, which replaces the one
 * before until it is answered; and at most {@link PLACES} together, contacts first. Others wait, up to
 * {@link QUESTIONS}, which are shared between the peers.
 */
export class PromptDesk {
  readonly #prompts: readonly Prompt[];
  readonly #onFailure: (error: unknown) => void;
  readonly #ofContacts: Questions = new Map();
  readonly #ofStrangers: Questions = new Map();
  readonly #shown = new Map<Question, Subscription>();
  readonly #room = new FairRoom<Question>({
    places: QUESTIONS,
    evict: (question) => question.evict(),
    replacesOwn: true,
  });

  /** @param onFailure - A prompt could not be shown; the others are. */
  constructor(prompts: readonly Prompt[], onFailure: (error: unknown) => void) {
    this.#prompts = prompts;
    this.#onFailure = onFailure;
  }

  /**
   * Asks. Cold: queues the question on subscribe, and emits the first answer of all prompts. Completes with it, or
   * without an answer when all prompts have been put away, or have failed; never when there are no prompts.
   * Errors with `LIMIT_REACHED` when others need its place. Unsubscribing takes it away.
   */
  ask(asked: Asked): Observable<PromptAnswer> {
    const { peer, isContact } = asked;
    return new Observable((subscriber) => {
      const question: Question = {
        ...asked,
        answer: (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
        putAway: () => subscriber.complete(),
        evict: () => subscriber.error(tooManyQuestions()),
      };
      const holder = { peerName: peer, origin: peer, isKnown: isContact };
      if (!this.#room.take(question, holder)) {
        return question.evict();
      }
      const ofPeer = this.#questionsOf(question);
      ofPeer.push(question);
      subscriber.add(() => {
        this.#room.delete(question);
        ofPeer.splice(ofPeer.indexOf(question), 1);
        if (ofPeer.length === 0) this.#group(question).delete(peer);
        this.#takeAway(question);
        this.#arrange();
      });
      this.#arrange();
    });
  }

  #group({ isContact }: Question): Questions {
    return isContact ? this.#ofContacts : this.#ofStrangers;
  }

  #questionsOf(question: Question): Question[] {
    const group = this.#group(question);
    const known = group.get(question.peer);
    if (known !== undefined) return known;
    const ofPeer: Question[] = [];
    group.set(question.peer, ofPeer);
    return ofPeer;
  }

  /** Shows what is to be shown now, and takes away the rest. */
  #arrange(): void {
    const contacts = newest(this.#ofContacts, PLACES);
    const free = Math.min(STRANGERS_PLACES, PLACES - contacts.length);
    const wanted = new Set([...contacts, ...newest(this.#ofStrangers, free)]);
    for (const question of [...this.#shown.keys()]) {
      if (!wanted.has(question)) this.#takeAway(question);
    }
    for (const question of wanted) {
      // It may have been answered, or taken back, while another was shown.
      if (this.#group(question).get(question.peer)?.at(-1) === question) this.#show(question);
    }
  }

  #takeAway(question: Question): void {
    const shown = this.#shown.get(question);
    this.#shown.delete(question);
    shown?.unsubscribe();
  }

  /** Who puts the newest of a peer away is not asked about the older ones either. */
  #putAway(question: Question): void {
    for (const each of [...(this.#group(question).get(question.peer) ?? [])]) each.putAway();
  }

  #show(question: Question): void {
    if (this.#shown.has(question) || this.#prompts.length === 0) return;
    let left = this.#prompts.length;
    const end = (): void => {
      left -= 1;
      if (left === 0 && this.#shown.has(question)) this.#putAway(question);
    };
    const answer$ = from(question.request()).pipe(
      mergeMap((request) =>
        merge(...this.#prompts.map((prompt) => this.#answersOf(prompt, request, end))),
      ),
      take(1),
    );
    // Before it is shown: a prompt may answer, or ask something else, at once.
    const shown = new Subscription();
    this.#shown.set(question, shown);
    shown.add(
      answer$.subscribe({
        next: (answer) => question.answer(answer),
        error: (error: unknown) => {
          this.#onFailure(error);
          question.putAway();
        },
      }),
    );
  }

  /** What a prompt says. Its failure is reported, and ends it as if it had been put away. */
  #answersOf(prompt: Prompt, request: PromptRequest, onEnd: () => void): Observable<PromptAnswer> {
    return new Observable((subscriber) => {
      const end = (): void => {
        onEnd();
        subscriber.complete();
      };
      const fail = (error: unknown): void => {
        this.#onFailure(error);
        end();
      };
      try {
        return from(prompt(request)).subscribe({
          next: (answer) => subscriber.next(answer),
          error: fail,
          complete: end,
        });
      } catch (error) {
        fail(error);
        return undefined;
      }
    });
  }
}

function tooManyQuestions(): CollaborationError {
  return limitReached(
    'createHost',
    QUESTIONS,
    'invitations that wait for a person',
    'Answer some.',
  );
}

/** The newest question of each of the first peers. */
function newest(questions: Questions, count: number): readonly Question[] {
  const found: Question[] = [];
  for (const ofPeer of questions.values()) {
    if (found.length === count) break;
    const question = ofPeer.at(-1);
    if (question !== undefined) found.push(question);
  }
  return found;
}
