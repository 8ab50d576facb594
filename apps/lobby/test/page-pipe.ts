import type { MessagePipe, PipeReceiver } from '@beckon/bridge/node';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import type { HostMessage, PageMessage } from '../src/shared/board-messages.ts';

/** A page at the other end of a pipe, in memory. */
export class PagePipe implements MessagePipe {
  /** The messages of the host. */
  readonly heard$ = new ReplaySubject<HostMessage>(Infinity);
  readonly heard: HostMessage[] = [];
  isEnded = false;
  #host: PipeReceiver | undefined;

  open(receiver: PipeReceiver): void {
    this.#host = receiver;
  }

  send(message: unknown): void {
    if (this.isEnded) return;
    this.heard.push(message as HostMessage);
    this.heard$.next(message as HostMessage);
  }

  close(): void {
    this.isEnded = true;
  }

  /** Sends a value to the host: a message, or a value that is not a message. */
  say(message: PageMessage | object | string | null): void {
    this.#host?.message(message);
  }

  update(...bytes: number[]): void {
    this.say({ type: 'update', bytes: Uint8Array.from(bytes) });
  }

  /** Closes the tab. */
  leave(): void {
    this.isEnded = true;
    this.#host?.closed('the tab was closed');
  }

  /** Waits until the host has said whether the peer is there. */
  async hearsThatPeerIs(where: 'here' | 'away'): Promise<void> {
    const isHere = where === 'here';
    await firstValueFrom(
      this.heard$.pipe(filter((said) => said.type === 'peer' && said.isHere === isHere)),
    );
  }

  async hears(...bytes: number[]): Promise<void> {
    await this.hearsBytes(Uint8Array.from(bytes));
  }

  async hearsBytes(bytes: Uint8Array): Promise<void> {
    await firstValueFrom(
      this.heard$.pipe(
        filter((said) => said.type === 'update' && Buffer.compare(said.bytes, bytes) === 0),
      ),
    );
  }
}
