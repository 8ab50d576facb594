import { createGuid } from '@beckon/core';
import fc from 'fast-check';
import { anyMessage, runs } from '../../test/arbitraries.ts';
import { Frame } from '../../test/invitation.generated.ts';
import { frameOf, framed } from '../../test/memory-stream.ts';
import { referenceFrame } from '../../test/reference-codec.ts';
import { IdSource, readGuid, writeGuid } from './guid-bytes.ts';
import { type Message, type MessageOf, readMessage } from './message.ts';
import { ProtocolViolation } from './protocol-violation.ts';

describe('a message on the wire', () => {
  it('has the bytes that invitation.proto gives it', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(frameOf(message)).toEqual(Uint8Array.from(referenceFrame(message)));
      }),
      runs(1_000),
    );
  });

  it('is read as it was sent, and from bytes that the code of invitation.proto wrote', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(readMessage(frameOf(message))).toEqual(message);
        expect(readMessage(referenceFrame(message))).toEqual(message);
      }),
      runs(1_000),
    );
  });

  it('follows its length, in as few bytes as the length needs', () => {
    expect([...framed({ kind: 'ping' })]).toEqual([2, 0x42, 0]);
    const data = new Uint8Array(16_384);
    const long = framed({
      kind: 'answer',
      id: createGuid(),
      isAccepted: true,
      data,
    });
    expect((long[0]! & 0x7f) + (long[1]! & 0x7f) * 128 + long[2]! * 16_384).toBe(long.length - 3);
  });
});

describe('readMessage', () => {
  it('reads any bytes as a message, as an unknown kind, or as malformed, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectReadOrRefused(bytes);
      }),
      runs(5_000),
    );
  });

  it('does the same with messages of which some bytes have changed', () => {
    const change = fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(
        anyMessage,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (message, changes) => {
          const bytes = frameOf(message);
          for (const { at, to } of changes) bytes[at % bytes.length] = to;
          expectReadOrRefused(bytes);
        },
      ),
      runs(5_000),
    );
  });

  it('does the same with messages in which a part is repeated', () => {
    const part = fc.record({ from: fc.nat(), length: fc.nat({ max: 40 }), at: fc.nat() });
    fc.assert(
      fc.property(anyMessage, part, (message, { from, length, at }) => {
        const bytes = [...frameOf(message)];
        const start = from % bytes.length;
        bytes.splice(at % bytes.length, 0, ...bytes.slice(start, start + length));
        // The length of the kind comes after its tag.
        if (bytes.length < 0x80) bytes[1] = bytes.length - 2;
        expectReadOrRefused(Uint8Array.from(bytes));
      }),
      runs(5_000),
    );
  });

  it('gives data that is a plain copy, and as long as its memory', () => {
    // A chunk of the network, as Node provides it.
    const given = Uint8Array.of(1, 2, 3);
    const invitation = { applicationId: createGuid(), expiresInMs: 1, data: given };
    const invite = Buffer.from(frameOf({ kind: 'invite', id: createGuid(), invitation }));
    const answer = Buffer.from(
      frameOf({ kind: 'answer', id: createGuid(), isAccepted: true, data: given }),
    );
    const messages = [invite, answer].map((frame) => readMessage(frame));
    for (const frame of [invite, answer]) frame.fill(0);
    for (const message of messages) {
      const { data } =
        message?.kind === 'invite' ? message.invitation : (message as MessageOf<'answer'>);
      expect(data).toEqual(given);
      expect(Object.getPrototypeOf(data)).toBe(Uint8Array.prototype);
      expect(data?.buffer.byteLength).toBe(3);
    }
  });
});

describe('GUIDs as bytes', () => {
  it('keep the order of the text', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => i * 0x11);
    const guid = readGuid(bytes);
    expect(guid).toBe('00112233-4455-6677-8899-aabbccddeeff');
    const written = new Uint8Array(18);
    writeGuid(guid, written, 1);
    expect(written).toEqual(Uint8Array.of(0, ...bytes, 0));
  });

  it('are different each time', () => {
    const ids = new IdSource();
    expect(new Set(Array.from({ length: 1_000 }, () => ids.next())).size).toBe(1_000);
  });
});

/** A message that is read means the same when it is written again, and any protobuf library can read it. */
function expectReadOrRefused(bytes: Uint8Array): void {
  let message: Message | undefined;
  try {
    message = readMessage(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolViolation);
    return;
  }
  Frame.decode(bytes);
  if (message !== undefined) expect(readMessage(frameOf(message))).toEqual(message);
}
