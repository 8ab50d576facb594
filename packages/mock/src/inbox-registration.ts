import { CollaborationError, type InboxChange } from '@beckon/core';
import { type Observable, Subscription } from 'rxjs';

/** The changes that one registration has not taken yet, its own copies. */
export class InboxRegistration {
  readonly #signal: () => void;
  #changes: InboxChange[] = [];
  readonly #source = new Subscription();

  /** @param signal - Called after each change. */
  constructor(signal: () => void) {
    this.#signal = signal;
  }

  /** Takes in what `changes$` emits, until it is closed. */
  follow(changes$: Observable<InboxChange>): void {
    this.#source.add(changes$.subscribe((change) => this.push(change)));
  }

  push(change: InboxChange): void {
    if (change.type === 'statusChanged' && this.#forget(change.invitationId)) return;
    this.#changes.push(copyOf(change));
    this.#signal();
  }

  take(): InboxChange | undefined {
    if (this.#source.closed) throw closed('next');
    return this.#changes.shift();
  }

  close(): void {
    if (this.#source.closed) throw closed('close');
    this.#source.unsubscribe();
    this.#changes = [];
  }

  /** What ends before anybody saw it is not shown. */
  #forget(invitationId: string): boolean {
    const index = this.#changes.findIndex(
      (change) => change.type === 'arrived' && change.invitation.id === invitationId,
    );
    if (index >= 0) this.#changes.splice(index, 1);
    return index >= 0;
  }
}

function copyOf(change: InboxChange): InboxChange {
  if (change.type !== 'arrived') return change;
  const { invitation } = change;
  const { data } = invitation;
  return data === undefined
    ? change
    : { ...change, invitation: { ...invitation, data: Uint8Array.from(data) } };
}

function closed(operation: string): CollaborationError {
  return new CollaborationError('CLOSED', `${operation}: the inbox registration is closed.`);
}
