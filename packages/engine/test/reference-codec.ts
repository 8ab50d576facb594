import type { Message } from '../src/wire/message.ts';
import { writeGuid } from '../src/wire/guid-bytes.ts';
import { Frame } from './invitation.generated.ts';

const WITHDRAW_REASONS = ['withdrawn', 'expired', 'answeredElsewhere'];
const FAILURE_REASONS = ['unreachable', 'incompatible', 'internal', 'expired'];
const STATUSES = ['online', 'outToLunch', 'away', 'beRightBack', 'idle', 'busy', 'onThePhone'];
const SCOPES = ['all', 'nearMe', 'internet'];

/** The bytes of a message as the code writes them that is generated from `invitation.proto`. */
export function referenceFrame(message: Message): Uint8Array {
  return Frame.encode(frame(message));
}

function frame(message: Message): Frame {
  switch (message.kind) {
    case 'hello':
      return { hello: message };
    case 'invite': {
      const { applicationId, ...content } = message.invitation;
      return {
        invite: {
          ...content,
          id: bytes(message.id),
          applicationId: bytes(applicationId),
          ...(content.data === undefined ? {} : { data: Uint8Array.from(content.data) }),
        } as NonNullable<Frame['invite']>,
      };
    }
    case 'delivered':
      return { delivered: { id: bytes(message.id) } };
    case 'answer':
      return {
        answer: {
          ...message,
          id: bytes(message.id),
          agreesTo: (message.agreesTo ?? []).map(bytes),
        } as NonNullable<Frame['answer']>,
      };
    case 'confirm':
      return { confirm: { id: bytes(message.id) } };
    case 'withdraw':
      return {
        withdraw: { id: bytes(message.id), reason: WITHDRAW_REASONS.indexOf(message.reason) },
      };
    case 'failure':
      return {
        failure: {
          ...message,
          id: bytes(message.id),
          reason: FAILURE_REASONS.indexOf(message.reason),
        },
      };
    case 'ping':
      return { ping: {} };
    case 'pong':
      return { pong: {} };
    case 'goodbye':
      return { goodbye: { reason: ['closing', 'idle'].indexOf(message.reason) } };
    case 'watch':
      return { watch: { watch: message.watch } };
    case 'unwatch':
      return { unwatch: {} };
    case 'state':
      return { state: { watch: message.watch } };
    case 'endpoint':
      return { endpoint: message };
    case 'presence': {
      const { status, ...text } = message.presence;
      return { presence: { status: STATUSES.indexOf(status), ...text } };
    }
    case 'application': {
      const { id, data, ...description } = message.application;
      return { application: { id: bytes(id), ...description, ...dataOf(data) } };
    }
    case 'applicationRemoved':
      return { applicationRemoved: { id: bytes(message.id) } };
    case 'object': {
      const { id, data, publicationScope } = message.object;
      return {
        object: { id: bytes(id), scope: SCOPES.indexOf(publicationScope), ...dataOf(data) },
      };
    }
    case 'objectRemoved':
      return { objectRemoved: { id: bytes(message.id) } };
    case 'stateEnd':
      return { stateEnd: {} };
    case 'watchEnd':
      return { watchEnd: { watch: message.watch } };
  }
}

function dataOf(data: Uint8Array | undefined) {
  return data === undefined ? {} : { data: Uint8Array.from(data) };
}

function bytes(guid: Parameters<typeof writeGuid>[0]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(16);
  writeGuid(guid, result);
  return result;
}
