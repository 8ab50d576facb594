import { createGuid, LIMITS } from '@beckon/core';
import fc from 'fast-check';
import { anyMessage, runs } from '../../test/arbitraries.ts';
import { Frame } from '../../test/invitation.generated.ts';
import { frameOf, framed } from '../../test/memory-stream.ts';
import { referenceFrame } from '../../test/reference-codec.ts';
import { withMember } from '../../test/with-member.ts';
import { IdSource, readGuid, writeGuid } from './guid-bytes.ts';
import { readMessage } from './message.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const id = new Uint8Array(16).fill(1);
const applicationId = new Uint8Array(16).fill(2);
const invite = { id, applicationId, expiresInMs: 1 };

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

  it('has its length before it, in as few bytes as it takes', () => {
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
  it('takes any bytes for a message, for an unknown kind, or for malformed, and nothing else', () => {
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

  it.each<[string, Frame]>([
    ['an id of 15 bytes', { confirm: { id: id.slice(1) } }],
    ['no id', { delivered: { id: new Uint8Array() } }],
    ['an application id of 17 bytes', { invite: { ...invite, applicationId: new Uint8Array(17) } }],
    ['the empty application id', { invite: { ...invite, applicationId: new Uint8Array(16) } }],
    ['a message of 256 units', { invite: { ...invite, message: 'x'.repeat(256) } }],
    ['a message with U+0000', { answer: { id, isAccepted: true, message: 'a\0b', agreesTo: [] } }],
    [
      'an answer that agrees to 9 invitations',
      { answer: { id, isAccepted: true, agreesTo: Array<typeof id>(9).fill(id) } },
    ],
    [
      'an answer that agrees to an id of 15 bytes',
      { answer: { id, isAccepted: true, agreesTo: [id.slice(1)] } },
    ],
    [
      'an answer with 16 385 bytes of data',
      { answer: { id, isAccepted: true, agreesTo: [], data: new Uint8Array(16_385) } },
    ],
    ['data of 16 385 bytes', { invite: { ...invite, data: new Uint8Array(16_385) } }],
    ['no time left', { invite: { ...invite, expiresInMs: 0 } }],
    ['a name of 256 units', { hello: { version: 1, name: 'x'.repeat(256) } }],
    ['a failure that is a success', { failure: { id, reason: 0, hresult: 0 } }],
    ['two kinds at once', { ping: {}, pong: {} }],
  ])('refuses %s', (_, frame) => {
    expectMalformed(Frame.encode(frame));
  });

  it.each<[string, number[]]>([
    ['the same kind twice', [0x42, 0, 0x42, 0]],
    ['a field with the number 0', [0x02, 0]],
    ['a kind that is a number', [0x40, 1]],
    // Version 2³² + 1.
    ['a number of more than 32 bits', [0x0a, 6, 0x08, 0x81, 0x80, 0x80, 0x80, 0x10]],
    ['a number without an end', [0x0a, 12, 0x08, ...Array<number>(11).fill(0x80)]],
    ['a length that leads beyond the frame', [0x0a, 9, 0x08, 1]],
    ['a field of a form that is gone from protobuf', [0x43, 0x44]],
    // `a` and a byte that begins nothing; half of a surrogate pair.
    ['a name that is not UTF-8', [0x0a, 4, 0x12, 2, 0x61, 0xff]],
    ['a name with half of a surrogate pair', [0x0a, 5, 0x12, 3, 0xed, 0xa0, 0x80]],
  ])('refuses %s', (_, bytes) => {
    expectMalformed(Uint8Array.from(bytes));
  });

  it('takes the longest message and the largest data, both ways', () => {
    const message = '♞'.repeat(255);
    const data = new Uint8Array(LIMITS.invitationDataBytes);
    expect(readMessage(Frame.encode({ invite: { ...invite, message, data } }))).toMatchObject({
      invitation: { message, data },
    });
    const answer = { id, isAccepted: true, agreesTo: Array<typeof id>(8).fill(id), message, data };
    expect(readMessage(Frame.encode({ answer }))).toMatchObject({ message, data });
  });

  it('keeps a mark of byte order, which is a character of the text', () => {
    expect(readMessage(frameOf({ kind: 'hello', version: 1, name: '\ufeffx' }))).toMatchObject({
      name: '\ufeffx',
    });
  });

  it('ignores fields that it does not know, of every form', () => {
    const unknown = [
      [0xc0, 0x3e, 0x2a],
      [0xc1, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8],
      [0xc2, 0x3e, 2, 9, 9],
      [0xc5, 0x3e, 1, 2, 3, 4],
    ].flat();
    const inside = [0x42, unknown.length, ...unknown];
    expect(readMessage(Uint8Array.from([...unknown, ...inside, ...unknown]))).toEqual({
      kind: 'ping',
    });
  });

  it('gives nothing for a kind that it does not know', () => {
    expect(readMessage(Uint8Array.of(0xc0, 0x3e, 0x2a))).toBeUndefined();
  });

  it('takes a reason that it does not know for the first', () => {
    expect(readMessage(Frame.encode({ withdraw: { id, reason: 99 } }))).toMatchObject({
      reason: 'withdrawn',
    });
  });

  it('gives data that is plain, of its own, and as long as its memory', () => {
    // A chunk of the network, as Node gives it.
    const frame = Buffer.from(frameOf(anInvite(Uint8Array.of(1, 2, 3))));
    const message = readMessage(frame);
    frame.fill(0);
    if (message?.kind !== 'invite') throw new Error('It was an invitation.');
    const { data } = message.invitation;
    expect(data).toEqual(Uint8Array.of(1, 2, 3));
    expect(Object.getPrototypeOf(data)).toBe(Uint8Array.prototype);
    expect(data?.buffer.byteLength).toBe(3);
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

  it('are different each time that one is made', () => {
    const ids = new IdSource();
    expect(new Set(Array.from({ length: 1_000 }, () => ids.next())).size).toBe(1_000);
  });
});

function anInvite(data: Uint8Array) {
  return {
    kind: 'invite' as const,
    id: readGuid(id),
    invitation: { applicationId: readGuid(applicationId), expiresInMs: 1, data },
  };
}

function expectMalformed(bytes: Uint8Array): void {
  expect(() => readMessage(bytes)).toThrow(withMember('counter', 'malformedFrames'));
}

function expectReadOrRefused(bytes: Uint8Array): void {
  try {
    readMessage(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolViolation);
  }
}
