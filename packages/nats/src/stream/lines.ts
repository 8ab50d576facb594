import type { StreamMessage } from './stream-message.ts';

/** One end of a stream that is being opened, half open, or open. */
export interface Line {
  /** A message of the peer about this stream has come. */
  receive(message: StreamMessage): void;
  /** Nothing reaches the peer any more. */
  lost(reason: Error): void;
}

/** All lines, by the peer and the stream's id. */
export class Lines {
  readonly #byPeer = new Map<string, Map<string, Line>>();

  find(peerName: string, id: string): Line | undefined {
    return this.#byPeer.get(peerName)?.get(id);
  }

  /** Adds a line. Replaces another one of the same id. */
  set(peerName: string, id: string, line: Line): void {
    const ofPeer = this.#byPeer.get(peerName) ?? new Map<string, Line>();
    this.#byPeer.set(peerName, ofPeer.set(id, line));
  }

  /** What all lines to one peer have in common. `undefined` while there is none. */
  connectionTo(peerName: string): object | undefined {
    return this.#byPeer.get(peerName);
  }

  delete(peerName: string, id: string): void {
    const ofPeer = this.#byPeer.get(peerName);
    ofPeer?.delete(id);
    if (ofPeer?.size === 0) this.#byPeer.delete(peerName);
  }

  /** Every line to one peer is lost. */
  losePeer(peerName: string, reason: Error): void {
    for (const line of [...(this.#byPeer.get(peerName)?.values() ?? [])]) line.lost(reason);
  }

  /** Every line is lost. */
  loseAll(reason: Error): void {
    for (const peerName of [...this.#byPeer.keys()]) this.losePeer(peerName, reason);
  }
}
