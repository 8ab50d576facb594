import type { Guid, Scope } from '@beckon/core';
import { type Place, placesOf } from '@beckon/core/adapter';
import type { DirectoryMessage } from '../wire/directory-message.ts';

/** Names one thing that this side shows. */
export type ItemKey = 'endpoint' | 'presence' | `application ${Guid}` | `object ${Guid}`;

interface ShownItem {
  /** The current state of the thing. All watchers are sent the same message. */
  readonly message: DirectoryMessage;
  readonly places: readonly Place[];
}

/** The things that this side shows of itself now: one message for each thing. */
export class ShownItems {
  readonly #items = new Map<ItemKey, ShownItem>();

  keys(): readonly ItemKey[] {
    return [...this.#items.keys()];
  }

  show(key: ItemKey, message: DirectoryMessage, scope: Scope = 'all'): void {
    this.#items.set(key, { message, places: placesOf(scope) });
  }

  hide(key: ItemKey): void {
    this.#items.delete(key);
  }

  /** The message about a thing that is shown in one of the places. */
  messageFor(key: ItemKey, places: readonly Place[]): DirectoryMessage | undefined {
    const item = this.#items.get(key);
    return item?.places.some((place) => places.includes(place)) === true ? item.message : undefined;
  }
}

/** The message that removes a thing. */
export function removalOf(key: ItemKey): DirectoryMessage | undefined {
  const [kind, id] = key.split(' ') as [string, Guid | undefined];
  if (id === undefined) return undefined;
  return { kind: kind === 'application' ? 'applicationRemoved' : 'objectRemoved', id };
}
