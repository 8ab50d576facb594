import type { ChangeType, CollaborationEvent } from '../contract/collaboration-events.ts';
import type { Guid } from '../contract/guid.ts';
import { LIMITS } from '../contract/limits.ts';
import type { CollaborationObject } from '../contract/objects.ts';
import { limitReached } from './operation.ts';

/** The objects that this side has published. */
export class PublishedObjects {
  readonly #onChange: (event: CollaborationEvent) => void;
  readonly #objects = new Map<Guid, CollaborationObject>();

  /** @param onChange - Called with each `myObjectChanged` event, after the change. */
  constructor(onChange: (event: CollaborationEvent) => void) {
    this.#onChange = onChange;
  }

  /**
   * Publishes a copy of an object, in place of an older object of the same id. The caller checks the
   * object with `checkContent.object` first. Gives the copy; {@link withdraw} needs it.
   *
   * @throws CollaborationError `LIMIT_REACHED` beyond 128 objects.
   */
  publish(operation: string, object: CollaborationObject): CollaborationObject {
    const { id } = object;
    const isNew = !this.#objects.has(id);
    if (isNew && this.#objects.size >= LIMITS.publishedObjects) {
      throw limitReached(operation, LIMITS.publishedObjects, 'published objects', 'Withdraw one.');
    }
    const published = Object.freeze({ ...object, data: Uint8Array.from(object.data) });
    this.#objects.set(id, published);
    this.#report(isNew ? 'added' : 'updated', published);
    return published;
  }

  /** Withdraws an object that {@link publish} gave. A newer object of the same id stays. */
  withdraw(published: CollaborationObject): void {
    if (this.#objects.get(published.id) !== published) return;
    this.#objects.delete(published.id);
    this.#report('deleted', published);
  }

  /** All objects, or only the object of an id. Each caller gets copies of the data. */
  list(objectId?: Guid): readonly CollaborationObject[] {
    return [...this.#objects.values()]
      .filter(({ id }) => objectId === undefined || id === objectId)
      .map((object) => ({ ...object, data: Uint8Array.from(object.data) }));
  }

  /** Withdraws all objects without an event, as this side signs out. */
  clear(): void {
    this.#objects.clear();
  }

  #report(change: ChangeType, object: CollaborationObject): void {
    const copy = { ...object, data: Uint8Array.from(object.data) };
    this.#onChange({ type: 'myObjectChanged', change, object: copy });
  }
}
