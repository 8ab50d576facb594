import type { CollaborationEvent } from '../contract/collaboration-events.ts';
import type { Presence } from '../contract/presence.ts';

/** What presence is after signing in. */
const INITIAL: Presence = Object.freeze({ status: 'online' });

/** This side's presence. It holds from signing in to signing out. */
export class OwnPresence {
  readonly #onChange: (event: CollaborationEvent) => void;
  #presence: Presence = INITIAL;

  /** @param onChange - Hears each `myPresenceChanged` event, after the change. */
  constructor(onChange: (event: CollaborationEvent) => void) {
    this.#onChange = onChange;
  }

  get value(): Presence {
    return this.#presence;
  }

  /** To be checked by `checkContent.presence` before. Setting what is set already changes nothing. */
  set({ status, text }: Presence): void {
    const { status: presentStatus, text: presentText } = this.#presence;
    if (status === presentStatus && text === presentText) return;
    this.#presence = Object.freeze({ status, ...(text === undefined ? {} : { text }) });
    this.#onChange({ type: 'myPresenceChanged', change: 'updated', presence: this.#presence });
  }

  /** This side signs out: the next time begins as the first did. */
  reset(): void {
    this.#presence = INITIAL;
  }
}
