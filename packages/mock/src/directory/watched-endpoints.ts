import {
  type ChangeType,
  type CollaborationErrorCode,
  type CollaborationEvent,
  CollaborationError,
  type Endpoint,
  LIMITS,
} from '@beckon/core';
import { peerNameOf } from '../network/address.ts';
import type { DirectoryFrame, EndpointChange, EndpointState } from '../network/message.ts';

/** The arguments of {@link WatchedEndpoints}. */
export interface WatchedEndpointsInit {
  readonly send: (to: string, frame: DirectoryFrame) => void;
  readonly emit: (event: CollaborationEvent) => void;
  /** The addresses at which somebody is now. */
  readonly addresses: () => readonly string[];
  /** Whether this side watches a contact. */
  readonly isWatched: (peerName: string) => boolean;
}

/** What this side knows of one endpoint. */
interface WatchedEndpoint {
  subscriptions: number;
  /** Whether it is an endpoint of a watched contact. */
  isOfContact: boolean;
  /** Kept current while it is watched. */
  current?: EndpointState;
  /** From a refresh. */
  snapshot?: EndpointState;
}

/** The endpoints that one side watches, or has refreshed, with their data. */
export class WatchedEndpoints {
  readonly #init: WatchedEndpointsInit;
  readonly #endpoints = new Map<string, WatchedEndpoint>();

  constructor(init: WatchedEndpointsInit) {
    this.#init = init;
  }

  /** The data of an endpoint that is at hand. */
  find(address: string): EndpointState | undefined {
    const known = this.#endpoints.get(address);
    return known?.current ?? known?.snapshot;
  }

  /** @throws CollaborationError with `NOT_FOUND` when no data is at hand. */
  get(operation: string, address: string): EndpointState {
    const state = this.find(address);
    if (state !== undefined) return state;
    throw new CollaborationError(
      'NOT_FOUND',
      `${operation}: no data of ${address} is at hand. Call endpointData.subscribe() or refresh() first.`,
    );
  }

  /** The endpoints at which a watched contact is there, at most 50. */
  ofContact(peerName: string): readonly Endpoint[] {
    return [...this.#endpoints.values()]
      .flatMap(({ isOfContact, current }) =>
        isOfContact &&
        current?.contact.peerName === peerName &&
        current.presence.status !== 'offline'
          ? [current.endpoint]
          : [],
      )
      .slice(0, LIMITS.endpointsPerContact);
  }

  refresh(address: string): void {
    this.#init.send(address, { type: 'refresh' });
  }

  dropSnapshot(address: string): void {
    const known = this.#endpoints.get(address);
    if (known === undefined) return;
    delete known.snapshot;
    this.#forgetIfUnused(address, known);
  }

  /** @returns whether this is the first subscription. */
  subscribe(address: string): boolean {
    const known = this.#entry(address);
    known.subscriptions += 1;
    const isNew = known.subscriptions === 1;
    if (isNew) this.#init.send(address, { type: 'watch' });
    return isNew;
  }

  unsubscribe(address: string): void {
    const known = this.#endpoints.get(address);
    if (known === undefined) return;
    known.subscriptions -= 1;
    this.#unwatchIfUnused(address, known);
  }

  /** Must be called when the contact list has changed. */
  reviewContacts(): void {
    for (const [address, known] of [...this.#endpoints]) {
      if (!known.isOfContact || this.#init.isWatched(nameAt(address))) continue;
      known.isOfContact = false;
      this.#unwatchIfUnused(address, known);
    }
    for (const address of this.#init.addresses()) this.#watchContactAt(address);
  }

  receive(from: string, frame: DirectoryFrame): void {
    const known = this.#endpoints.get(from);
    switch (frame.type) {
      case 'arrived':
        if (known !== undefined && isWatched(known)) this.#init.send(from, { type: 'watch' });
        else this.#watchContactAt(from);
        return;
      case 'snapshot':
        return this.#receiveSnapshot(from, frame.state);
      case 'state':
        if (known !== undefined && isWatched(known)) this.#receiveState(known, frame.state);
        return;
      case 'changed':
        if (known?.current !== undefined) this.#receiveChange(known, known.current, frame);
        return;
      case 'gone':
        if (known !== undefined && isWatched(known)) this.#receiveGone(from, known);
        return;
    }
  }

  #receiveSnapshot(from: string, state: EndpointState | undefined): void {
    if (state !== undefined) this.#entry(from).snapshot = state;
    this.#reportStatus(state?.endpoint ?? { address: from }, state === undefined);
  }

  #receiveState(known: WatchedEndpoint, state: EndpointState): void {
    known.current = state;
    const { endpoint, contact, presence } = state;
    if (known.subscriptions > 0) this.#reportStatus(endpoint, false);
    if (!known.isOfContact) return;
    this.#init.emit({ type: 'endpointChanged', endpoint, contact });
    const change = { change: 'updated', presence, endpoint, contact } as const;
    this.#init.emit({ type: 'endpointPresenceChanged', ...change });
  }

  #receiveChange(
    known: WatchedEndpoint,
    current: EndpointState,
    { endpoint, change }: { readonly endpoint: Endpoint; readonly change: EndpointChange },
  ): void {
    known.current = withChange({ ...current, endpoint }, change);
    this.#init.emit({ ...change, endpoint, contact: current.contact });
  }

  #receiveGone(from: string, known: WatchedEndpoint): void {
    const { current } = known;
    const endpoint = current?.endpoint ?? { address: from };
    if (current !== undefined && current.presence.status !== 'offline') {
      const { contact } = current;
      const presence = { status: 'offline' } as const;
      known.current = { endpoint, contact, presence, applications: [], objects: [] };
      const change = { change: 'updated', presence, endpoint, contact } as const;
      this.#init.emit({ type: 'endpointPresenceChanged', ...change });
      if (known.isOfContact) this.#init.emit({ type: 'endpointChanged', endpoint, contact });
    }
    if (known.subscriptions > 0) this.#reportStatus(endpoint, true);
  }

  #reportStatus(endpoint: Endpoint, hasFailed: boolean): void {
    const error: CollaborationErrorCode = 'UNREACHABLE';
    this.#init.emit({
      type: 'requestStatusChanged',
      endpoint,
      ...(hasFailed ? { error } : {}),
    });
  }

  #watchContactAt(address: string): void {
    if (!this.#init.isWatched(nameAt(address))) return;
    const known = this.#entry(address);
    if (known.isOfContact) return;
    known.isOfContact = true;
    this.#init.send(address, { type: 'watch' });
  }

  #unwatchIfUnused(address: string, known: WatchedEndpoint): void {
    if (isWatched(known)) return;
    delete known.current;
    this.#init.send(address, { type: 'unwatch' });
    this.#forgetIfUnused(address, known);
  }

  #forgetIfUnused(address: string, known: WatchedEndpoint): void {
    if (!isWatched(known) && known.snapshot === undefined) this.#endpoints.delete(address);
  }

  #entry(address: string): WatchedEndpoint {
    let known = this.#endpoints.get(address);
    if (known === undefined) {
      known = { subscriptions: 0, isOfContact: false };
      this.#endpoints.set(address, known);
    }
    return known;
  }
}

function isWatched({ subscriptions, isOfContact }: WatchedEndpoint): boolean {
  return subscriptions > 0 || isOfContact;
}

function nameAt(address: string): string {
  return peerNameOf('watch', 'address', address);
}

function withChange(state: EndpointState, change: EndpointChange): EndpointState {
  switch (change.type) {
    case 'endpointChanged':
      return state;
    case 'endpointPresenceChanged':
      return { ...state, presence: change.presence };
    case 'endpointApplicationChanged':
      return { ...state, applications: replaced(state.applications, change.application, change) };
    case 'endpointObjectChanged':
      return { ...state, objects: replaced(state.objects, change.object, change) };
  }
}

/** A list in which one item is added, replaced or removed. */
function replaced<Item extends { readonly id: string }>(
  items: readonly Item[],
  item: Item,
  { change }: { readonly change: ChangeType },
): readonly Item[] {
  const others = items.filter(({ id }) => id !== item.id);
  return change === 'deleted' ? others : [...others, item];
}
