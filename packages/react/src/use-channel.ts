import { CollaborationError } from '@beckon/core';
import { useCallback, useState } from 'react';
import { CHANNEL, type ChannelView } from './channel-view.ts';
import { collaborationErrorOf } from './collaboration-error-of.ts';
import type { Equality } from './selection.ts';
import { useLive } from './use-live.ts';

/** Where a channel stands. */
export type ChannelState = 'waiting' | 'open' | 'ended' | 'lost' | 'error';

/** Options of {@link useChannel}. */
export interface UseChannelOptions<T, S> {
  /** What the component needs of the messages. Default: the list. */
  readonly select?: (messages: readonly T[]) => S;
  /** Compares what is selected. Default: `Object.is`. */
  readonly isEqual?: Equality<S>;
}

/** What {@link useChannel} returns. */
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
  /** What is selected of the last 1 000 messages of the peer, the oldest first. */
  readonly value: S;
  /** Why it was lost or failed. */
  readonly error: CollaborationError | undefined;
  /** Sends a message; before the channel is open it waits. Does not throw: see `sendError`. */
  readonly send: (message: T) => void;
  /** Why the last message of this component was not sent, until the next one. */
  readonly sendError: CollaborationError | undefined;
  /** Opens a channel anew that has ended, was lost or failed. Does nothing before. */
  readonly reopen: () => void;
}

/**
 * The channel of an accepted invitation: core's `invitationChannel`, with JSON messages. Opened once however many
 * components under a provider show it, and under StrictMode; closed with the last of them. Without an id
 * nothing is opened.
 *
 * @param invitationId - At the sender the `invitationId` of the status `accepted`, at the recipient the `id` of the
 *   incoming invitation.
 * @throws Error while rendering, when there is no `CollaborationProvider` above.
 */
export function useChannel<T = unknown, S = readonly T[]>(
  invitationId: string | undefined,
  options: UseChannelOptions<T, S> = {},
): UseChannelResult<T, S> {
  const { select, isEqual = Object.is } = options;
  const [sendError, setSendError] = useState<CollaborationError>();
  const { state, value, error, restart } = useLive(CHANNEL, invitationId, {
    select: (view: ChannelView) => ({
      sender: view.sender,
      isOpen: view.isOpen,
      selected: (select === undefined ? view.messages : select(view.messages as readonly T[])) as S,
    }),
    isEqual: (a, b) =>
      a.sender === b.sender && a.isOpen === b.isOpen && isEqual(a.selected, b.selected),
  });
  const { sender, isOpen, selected } = value;
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
  return {
    state: stateOf(state, isOpen, error),
    value: selected,
    error,
    send,
    sendError,
    reopen: restart,
  };
}

function stateOf(
  state: 'waiting' | 'active' | 'complete' | 'error',
  isOpen: boolean,
  error: CollaborationError | undefined,
): ChannelState {
  if (state === 'complete') return 'ended';
  if (state === 'error') return error?.code === 'UNREACHABLE' ? 'lost' : 'error';
  return isOpen ? 'open' : 'waiting';
}
