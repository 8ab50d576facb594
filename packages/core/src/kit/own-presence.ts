import type { CollaborationEvent } from '../contract/collaboration-events.ts';
import type { Presence } from '../contract/presence.ts';

/** The presence after signing in. */
const INITIAL: Presence = Object.freeze({ status: 'online' });

/** This side's presence. It holds from signing in to signing out. */
export class OwnPresence {
  readonly #onChange: (event: CollaborationEvent) => void;
  #presence: Presence = INITIAL;

  /** @param onChange - Called with each `myPresenceChanged` event, after the change. */
  constructor(onChange: (event: CollaborationEvent) => void) {
    this.#onChange = onChange;
  }

  get value(): Presence {
    return this.#presence;
  }

  /**
   * Sets the presence. The caller checks it with `checkContent.presence` first. An equal presence causes
   * no event.
   */
  set({ status, text }: Presence): void {
    const { status: presentStatus, text: presentText } = this.#presence;
    if (status === presentStatus && text === presentText) return;
    this.#presence = Object.freeze({ status, ...(text === undefined ? {} : { text }) });
    this.#onChange({ type: 'myPresenceChanged', change: 'updated', presence: this.#presence });
  }

  /** Goes back to the initial presence, as this side signs out. Causes no event. */
  reset(): void {
    this.#presence = INITIAL;
  }
}
