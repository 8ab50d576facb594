import { ByteWriter } from '../wire/byte-writer.ts';
import { FrameSplitter } from '../wire/frame-splitter.ts';
import {
  type MessageOf,
  readMessage,
  type TimedInvitation,
  writeMessage,
} from '../wire/message.ts';
import { PROTOCOL_VERSION } from '../wire/protocol.ts';
import { ProtocolViolation } from '../wire/protocol-violation.ts';
import type { Guid } from '@beckon/core';

/** An invitation that came as a letter. */
export interface InvitationLetter {
  readonly hello: MessageOf<'hello'>;
  readonly invite: MessageOf<'invite'>;
}

/** The content of a letter: the two frames that a link would begin with. */
export function writeLetter(
  name: string | undefined,
  id: Guid,
  invitation: TimedInvitation,
): Uint8Array {
  const writer = new ByteWriter();
  writeMessage(writer, {
    kind: 'hello',
    version: PROTOCOL_VERSION,
    ...(name === undefined ? {} : { name }),
  });
  writeMessage(writer, { kind: 'invite', id, invitation });
  return writer.take();
}

/** @throws ProtocolViolation for any other bytes. */
export function readLetter(content: Uint8Array): InvitationLetter {
  const splitter = new FrameSplitter();
  const [hello, invite, ...more] = [...splitter.split(content)].map((frame) => readMessage(frame));
  const isWhole = !splitter.isInsideFrame && more.length === 0;
  if (!isWhole || hello?.kind !== 'hello' || invite?.kind !== 'invite') {
    throw new ProtocolViolation('malformedFrames', 'A letter holds no invitation.');
  }
  if (hello.version !== PROTOCOL_VERSION) {
    throw new ProtocolViolation('unsupportedVersions', `Version ${hello.version} is not known.`);
  }
  return { hello, invite };
}
