import { CollaborationError, type InvitationResponse } from '@beckon/core';
import { hresultValue } from '@beckon/core/hresults';
import type { InvitationPointer, PointerCell } from '../ffi/handles.ts';
import type { PeerLibrary } from '../ffi/library.ts';
import { consumeBlock } from '../ffi/peer-memory.ts';
import { succeeded } from '../ffi/results.ts';

const READ = 'InvitationHandle.response: PeerCollabGetInvitationResponse';
const CANCEL = 'InvitationHandle.cancel: PeerCollabCancelInvitation';
const CLOSE = 'InvitationHandle.close: PeerCollabCloseHandle';
const RESPONSE_NOT_AVAILABLE = hresultValue('PEER_E_INVITE_RESPONSE_NOT_AVAILABLE');

/** The end of an invitation: a response or an error. */
export type Outcome = { readonly response: InvitationResponse } | { readonly error: unknown };

/**
 * The calls for sent invitations. One object serves all of them and reuses its cell, as calls are very
 * frequent.
 */
export class InvitationCalls {
  readonly #library: Pick<PeerLibrary, 'peer' | 'decode'>;
  readonly #cell: PointerCell = new BigUint64Array(1);

  constructor(library: Pick<PeerLibrary, 'peer' | 'decode'>) {
    this.#library = library;
  }

  /** The end of the invitation; `undefined` while it is pending. Never throws. */
  read(handle: InvitationPointer): Outcome | undefined {
    const { peer, decode } = this.#library;
    try {
      this.#cell[0] = 0n;
      const result = peer.PeerCollabGetInvitationResponse(handle, this.#cell);
      if (result >>> 0 === RESPONSE_NOT_AVAILABLE) return undefined;
      succeeded(READ, result);
      const [block] = this.#cell;
      if (block === undefined || block === 0n) {
        throw new CollaborationError('PROTOCOL', `${READ} succeeded, but gave no response.`);
      }
      return { response: consumeBlock(peer, block, decode.response) };
    } catch (error) {
      return { error };
    }
  }

  cancel(handle: InvitationPointer): void {
    succeeded(CANCEL, this.#library.peer.PeerCollabCancelInvitation(handle));
  }

  close(handle: InvitationPointer): void {
    succeeded(CLOSE, this.#library.peer.PeerCollabCloseHandle(handle));
  }
}
