import type { EndpointSubscription as ContractSubscription } from '@beckon/core/adapter';
import { hresultValue } from '@beckon/core/hresults';
import type { PeerLibrary } from '../ffi/library.ts';
import { succeeded } from '../ffi/results.ts';
import type { EndpointShape } from '../ffi/shapes.ts';
import { Held } from './held.ts';

const GONE = hresultValue('E_INVALIDARG');

/** One reference to the subscription that the DLL has for an endpoint. */
export class EndpointSubscription extends Held implements ContractSubscription {
  readonly #library: PeerLibrary;
  readonly #endpoint: EndpointShape;
  readonly #isNew: boolean;

  constructor(all: Set<Held>, library: PeerLibrary, endpoint: EndpointShape, isNew: boolean) {
    super(all, 'EndpointSubscription');
    this.#library = library;
    this.#endpoint = endpoint;
    this.#isNew = isNew;
  }

  override get endsWithProcess(): boolean {
    return true;
  }

  async isNew(): Promise<boolean> {
    this.checkOpen('isNew');
    return this.#isNew;
  }

  protected async release(): Promise<void> {
    const result = await this.#library.peer.PeerCollabUnsubscribeEndpointData(this.#endpoint);
    // The subscription could not be established, or signing out has ended it.
    if (result >>> 0 === GONE) return;
    succeeded('EndpointSubscription.close: PeerCollabUnsubscribeEndpointData', result);
  }
}
