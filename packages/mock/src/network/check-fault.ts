import { COLLABORATION_ERROR_CODES } from '@beckon/core';
import { checkWord } from '@beckon/core/adapter';
import { peerNameOf } from './address.ts';
import { checkMembers } from './check-members.ts';
import { checkDuration } from './duration.ts';
import { ADAPTER_CALLS, type Fault } from './fault.ts';
import { MESSAGE_KINDS } from './message.ts';

const OPERATION = 'MockNetwork.inject';

const COMMON_MEMBERS = ['type', 'probability', 'times', 'peer'];
const MESSAGE_MEMBERS = [...COMMON_MEMBERS, 'message', 'from', 'to'];

/** The members of a fault, by its type. */
const MEMBERS: Readonly<Record<Fault['type'], readonly string[]>> = {
  drop: MESSAGE_MEMBERS,
  crash: MESSAGE_MEMBERS,
  delay: [...MESSAGE_MEMBERS, 'ms'],
  duplicateSignal: COMMON_MEMBERS,
  spuriousSignal: [...COMMON_MEMBERS, 'afterMs'],
  reject: [...COMMON_MEMBERS, 'call', 'code', 'hresult'],
};

/**
 * @throws TypeError when `fault` has the wrong form.
 * @throws RangeError when a number is out of range.
 */
export function checkFault(fault: Fault): void {
  checkMembers(OPERATION, 'fault', fault, Object.values(MEMBERS).flat());
  checkWord(OPERATION, 'type', fault.type, Object.keys(MEMBERS));
  checkMembers(OPERATION, `a fault of type ${fault.type}`, fault, MEMBERS[fault.type]);
  checkOccurrence(fault);
  if (fault.peer !== undefined) peerNameOf(OPERATION, 'peer', fault.peer);
  switch (fault.type) {
    case 'duplicateSignal':
      return;
    case 'spuriousSignal':
      if (fault.afterMs !== undefined) checkDuration(OPERATION, 'afterMs', fault.afterMs);
      return;
    case 'reject':
      if (fault.call !== undefined) checkWord(OPERATION, 'call', fault.call, ADAPTER_CALLS);
      checkWord(OPERATION, 'code', fault.code, COLLABORATION_ERROR_CODES);
      return checkHresult(OPERATION, fault.hresult);
    case 'drop':
    case 'crash':
    case 'delay':
      if (fault.message !== undefined) {
        checkWord(OPERATION, 'message', fault.message, MESSAGE_KINDS);
      }
      if (fault.from !== undefined) peerNameOf(OPERATION, 'from', fault.from);
      if (fault.to !== undefined) peerNameOf(OPERATION, 'to', fault.to);
      if (fault.type === 'delay') checkDuration(OPERATION, 'ms', fault.ms);
  }
}

/** @throws RangeError when `hresult` is not an unsigned number of 32 bits. */
export function checkHresult(operation: string, hresult: number | undefined): void {
  if (hresult === undefined || (Number.isInteger(hresult) && hresult >>> 0 === hresult)) return;
  throw new RangeError(
    `${operation}: hresult is ${String(hresult)}; it must be a whole number from 0 to 4294967295.`,
  );
}

function checkOccurrence({ probability = 1, times = 1 }: Fault): void {
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `${OPERATION}: probability is ${String(probability)}; it must be a number from 0 to 1.`,
    );
  }
  if (!(Number.isInteger(times) && times > 0)) {
    throw new RangeError(
      `${OPERATION}: times is ${String(times)}; it must be a whole number from 1.`,
    );
  }
}
