import { isCollaborationError } from '@beckon/core';
import type { SchedulerLike } from 'rxjs';
import type { ChannelSide } from '../channels/channel-side.ts';
import type { Channels } from '../channels/channels.ts';
import { Reply } from '../replies/reply.ts';

/** What a script gives back for a message. */
export type TalkReply = (message: Uint8Array) => Uint8Array | undefined;

/** The sides of channels that a scripted peer has open. */
export class ScriptedTalk {
  readonly heard: Uint8Array[] = [];
  readonly #scheduler: SchedulerLike;
  readonly #sides = new Set<ChannelSide>();
  #reply: TalkReply | undefined;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  get isOn(): boolean {
    return this.#reply !== undefined;
  }

  start(reply: TalkReply): void {
    this.#reply = reply;
  }

  /** Opens this side of a channel, unless it is open, or its invitation is not accepted. */
  open(channels: Channels, id: string): void {
    try {
      const side: ChannelSide = channels.open('MockPeer.talks', id, () => this.#take(side));
      this.#sides.add(side);
    } catch (error) {
      if (isCollaborationError(error, 'NOT_FOUND')) return;
      if (!isCollaborationError(error, 'ALREADY_EXISTS')) throw error;
    }
  }

  say(message: Uint8Array): void {
    for (const side of this.#sides) this.#send(side, message);
  }

  hangUp(): void {
    for (const side of [...this.#sides]) this.#close(side);
  }

  #take(side: ChannelSide): void {
    try {
      for (;;) {
        const change = side.next('MockPeer.talks');
        if (change === undefined) return;
        if (change.type === 'ended') return this.#close(side);
        if (change.type === 'message') this.#hear(side, change.data);
      }
    } catch (error) {
      this.#close(side);
      // A side that is lost is over. Anything else is a fault of the script.
      if (!isCollaborationError(error)) throw error;
    }
  }

  #hear(side: ChannelSide, message: Uint8Array): void {
    this.heard.push(message);
    const reply = this.#reply?.(new Uint8Array(message));
    if (reply !== undefined) this.#send(side, reply);
  }

  #send(side: ChannelSide, message: Uint8Array): void {
    side.send('MockPeer.says', message, new Reply(this.#scheduler));
  }

  #close(side: ChannelSide): void {
    if (this.#sides.delete(side)) side.close('MockPeer.hangsUp', new Reply(this.#scheduler));
  }
}
