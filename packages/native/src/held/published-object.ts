import { type Guid, USER_PICTURE_OBJECT_ID } from '@beckon/core';
import type { ObjectHandle } from '@beckon/core/adapter';
import { hresultValue } from '@beckon/core/hresults';
import { encodeGuid } from '../ffi/encode.ts';
import type { PeerLibrary } from '../ffi/library.ts';
import { succeeded } from '../ffi/results.ts';
import { Held } from './held.ts';

const GONE: readonly number[] = ['PEER_E_NOT_FOUND', 'PEER_E_NOT_SIGNED_IN'].map(hresultValue);

/** The objects that this adapter has published, each with its latest handle. */
export type PublishedObjects = Map<Guid, PublishedObject>;

/** An object that this adapter has published. */
export class PublishedObject extends Held implements ObjectHandle {
  readonly #library: PeerLibrary;
  readonly #published: PublishedObjects;
  readonly #id: Guid;

  constructor(all: Set<Held>, library: PeerLibrary, published: PublishedObjects, id: Guid) {
    super(all, 'ObjectHandle');
    this.#library = library;
    this.#published = published;
    this.#id = id;
    published.set(id, this);
  }

  override get endsWithProcess(): boolean {
    return true;
  }

  protected release(): void {
    if (this.#published.get(this.#id) !== this) return;
    this.#published.delete(this.#id);
    // Windows keeps the picture of the user, and refuses to delete it.
    if (this.#id === USER_PICTURE_OBJECT_ID) return;
    const result = this.#library.peer.PeerCollabDeleteObject(encodeGuid(this.#id));
    // Signing out has withdrawn it already.
    if (GONE.includes(result >>> 0)) return;
    succeeded('ObjectHandle.close: PeerCollabDeleteObject', result);
  }
}
