import { checkInvitationData, checkMessage, checkWord } from '@beckon/core/adapter';
import { checkHresult } from '../network/check-fault.ts';
import { checkMembers } from '../network/check-members.ts';
import { checkMilliseconds } from '../network/duration.ts';
import type { PeerAnswer } from './mock-peer.ts';

/** The members of an answer, by its action. */
const MEMBERS: Readonly<Record<PeerAnswer['action'], readonly string[]>> = {
  accepted: ['message', 'data'],
  declined: ['message'],
  error: ['message', 'hresult'],
  ignored: [],
  unreachable: [],
  incompatible: [],
};

/**
 * @throws TypeError when `answer` has the wrong form.
 * @throws RangeError when a member of it is too long, or out of range.
 */
export function checkPeerAnswer(operation: string, answer: PeerAnswer): void {
  checkMembers(operation, 'answer', answer, [
    'action',
    'afterMs',
    ...Object.values(MEMBERS).flat(),
  ]);
  checkWord(operation, 'answer.action', answer.action, Object.keys(MEMBERS));
  const members = ['action', 'afterMs', ...MEMBERS[answer.action]];
  checkMembers(operation, `an answer with action ${answer.action}`, answer, members);
  const { afterMs, message, data, hresult }: AnyAnswer = answer;
  if (afterMs !== undefined) checkMilliseconds(operation, 'answer.afterMs', afterMs);
  checkMessage(operation, message);
  checkInvitationData(operation, data);
  checkHresult(operation, hresult);
}

interface AnyAnswer {
  readonly afterMs?: number;
  readonly message?: string;
  readonly data?: Uint8Array;
  readonly hresult?: number;
}
