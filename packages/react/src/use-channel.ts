import { CollaborationError } from '@beckon/core';
import { useCallback, useMemo, useState } from 'react';
import { CHANNEL, type ChannelView } from './channel-view.ts';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import { type SelectOptions, selectorOf } from './select-options.ts';
import type { StreamResult } from './stream-result.ts';
import { useCollaborationStore } from './use-collaboration-store.ts';
import { useLifetime } from './use-lifetime.ts';
import { useStream } from './use-stream.ts';

/** Where a channel stands. */
export type ChannelState = 'waiting' | 'open' | 'ended' | 'lost' | 'error';

/** What {@link useChannel} returns. The same object until it changes. */
export interface UseChannelResult<T, S> {
  /**
   * | state | meaning |
   * |---|---|
   * | `waiting` | the peer has not opened its side yet; always so without an invitation, and on a server |
   * | `open` | messages pass |
   * | `ended` | the peer has ended it, and everything that it sent is here |
   * | `lost` | the peer is gone, or did not open its side in time |
   * | `error` | it failed with `error` |
   */
  readonly state: ChannelState;
  /** What is selected of the last 1 000 messages of the peer, at most 16 MiB of them, the oldest first. */
  readonly value: S;
  /** Why it was lost or failed. */
  readonly error: CollaborationError | undefined;
  /** Sends a message; before the channel is open it waits. Does not throw: see `sendError`. */
  readonly send: (message: T) => void;
  /** Why the last message of this component was not sent, until the next one. */
  readonly sendError: CollaborationError | undefined;
  /** Opens a channel anew that has ended, was lost or failed. Does nothing before. */
  readonly reopen: () => void;
  readonly isWaiting: boolean;
  readonly isOpen: boolean;
  readonly isEnded: boolean;
  readonly isLost: boolean;
  readonly isError: boolean;
}

/**
 * The channel of an accepted invitation: core's `invitationChannel`, with JSON messages. Opened once however many
 * components under a provider show it, and under StrictMode; closed when the last of them is removed. Hiding
 * a component in an Activity closes nothing. Without an id, and on a server, nothing is opened.
 *
 * @param invitationId - At the sender the `invitationId` of the status `accepted`, at the recipient the `id` of the
 *   incoming invitation.
 * @param options - `select` takes what the component needs of the messages.
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 * @example
 * ```tsx
 * import { useChannel } from '@beckon/react';
 *
 * function Board({ invitationId }: { invitationId: string }) {
 *   const { value: move, send } = useChannel(invitationId, {
 *     select: (moves: readonly string[]) => moves.at(-1),
 *   });
 *   return <button onClick={() => send('e4')}>{move}</button>;
 * }
 * ```
 */
export function useChannel<T = unknown, S = readonly T[]>(
  invitationId: string | undefined,
  options: SelectOptions<readonly T[], S> = {},
): UseChannelResult<T, S> {
  const source = useCollaborationStore('useChannel').live(CHANNEL, invitationId);
  useLifetime(source.lifetime);
  const select = selectorOf(options);
  const { isEqual = Object.is } = options;
  const stream = useStream(source, {
    select: ({ sender, isOpen, messages }: ChannelView) => ({
      sender,
      isOpen,
      selected: select(messages as readonly T[]),
    }),
    isEqual: (a, b) =>
      a.sender === b.sender && a.isOpen === b.isOpen && isEqual(a.selected, b.selected),
  });
  const isOver = stream.isComplete || stream.isError;
  const sender = isOver ? undefined : stream.value.sender;
  const [sendError, setSendError] = useState<CollaborationError>();
  const send = useCallback(
    (message: T): void => {
      setSendError(undefined);
      try {
        if (sender === undefined) {
          throw new CollaborationError('CLOSED', 'useChannel: there is no channel to send over.');
        }
        sender.next(message);
      } catch (thrown) {
        setSendError(collaborationErrorOf('useChannel', thrown));
      }
    },
    [sender],
  );
  return useMemo(() => {
    const state = stateOf(stream);
    return {
      state,
      value: stream.value.selected,
      error: stream.error,
      send,
      sendError,
      reopen: stream.restart,
      isWaiting: state === 'waiting',
      isOpen: state === 'open',
      isEnded: state === 'ended',
      isLost: state === 'lost',
      isError: state === 'error',
    };
  }, [stream, send, sendError]);
}

function stateOf({
  state,
  value,
  error,
}: StreamResult<Pick<ChannelView, 'isOpen'>, CollaborationError>): ChannelState {
  if (state === 'complete') return 'ended';
  if (state === 'error') return error?.code === 'UNREACHABLE' ? 'lost' : 'error';
  return value.isOpen ? 'open' : 'waiting';
}
