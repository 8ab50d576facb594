import { deserializeJson, type InvitationChannel, invitationChannel } from '@beckon/core/channel';
import {
  defer,
  finalize,
  map,
  merge,
  type Observable,
  type Observer,
  scan,
  startWith,
  Subject,
} from 'rxjs';
import { type Kept, withLatest } from './kept-messages.ts';
import type { LiveStream } from './live-stream.ts';

/** A channel that is subscribed, and what has come over it. */
export interface ChannelView {
  readonly sender: Observer<unknown> | undefined;
  readonly isOpen: boolean;
  /** The last messages of the peer, the oldest first. */
  readonly messages: readonly unknown[];
}

type Change = (view: ChannelView) => ChannelView;

const CLOSED: ChannelView = Object.freeze({ sender: undefined, isOpen: false, messages: [] });

/** The channel of an invitation, shared by all components that show it. */
export const CHANNEL: LiveStream<ChannelView, string> = {
  hook: 'useChannel',
  initial: CLOSED,
  keyOf: (invitationId) => invitationId,
  open: (adapter, options, invitationId) =>
    defer((): Observable<ChannelView> => {
      const opened$ = new Subject<void>();
      const channel$: InvitationChannel<unknown> = invitationChannel(adapter, invitationId, {
        ...options,
        deserializer: (data): unknown => {
          const kept: Kept = { message: deserializeJson(data), bytes: data.length };
          return kept;
        },
        openObserver: opened$,
      });
      const changes$: Observable<Change> = merge(
        opened$.pipe(map((): Change => (view) => ({ ...view, isOpen: true }))),
        channel$.pipe(
          scan((kept, latest) => withLatest(kept, latest as Kept), [] as readonly Kept[]),
          map((kept): Change => (view) => ({
            ...view,
            messages: kept.map(({ message }) => message),
          })),
          finalize(() => opened$.complete()),
        ),
      );
      const first: ChannelView = { ...CLOSED, sender: channel$ };
      return changes$.pipe(
        scan((view, change) => change(view), first),
        startWith(first),
      );
    }),
};
