import { createGuid, LIMITS } from '@beckon/core';
import fc from 'fast-check';
import { anyMessage, runs } from '../../test/arbitraries.ts';
import { withMember } from '../../test/with-member.ts';
import { Frame } from './invitation.generated.ts';
import { bytesFromGuid, guidFromBytes, IdSource } from './guid-bytes.ts';
import { frameOf, readMessage } from './message.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const id = bytesFromGuid(createGuid());
const applicationId = bytesFromGuid(createGuid());
const invite = { id, applicationId, expiresInMs: 1 };

describe('readMessage', () => {
  it('reads every message as it was sent', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(readMessage(Frame.encode(frameOf(message)))).toEqual(message);
      }),
      runs(2_000),
    );
  });

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
          const bytes = Frame.encode(frameOf(message));
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
    ['data of 16 385 bytes', { invite: { ...invite, data: new Uint8Array(16_385) } }],
    ['no time left', { invite: { ...invite, expiresInMs: 0 } }],
    ['a name of 256 units', { hello: { version: 1, name: 'x'.repeat(256) } }],
    ['a failure that is a success', { failure: { id, reason: 0, hresult: 0 } }],
    ['two kinds at once', { ping: {}, pong: {} }],
  ])('refuses %s', (_, frame) => {
    expect(() => readMessage(Frame.encode(frame))).toThrow(
      withMember('counter', 'malformedFrames'),
    );
  });

  it('takes the longest message and the largest data', () => {
    const longest = {
      ...invite,
      message: '♞'.repeat(255),
      data: new Uint8Array(LIMITS.invitationDataBytes),
    };
    expect(readMessage(Frame.encode({ invite: longest }))).toMatchObject({ kind: 'invite' });
  });

  it('ignores fields that it does not know', () => {
    // Field 1 000, a number, after the frame's own.
    const bytes = [...Frame.encode({ ping: {} }), 0xc0, 0x3e, 0x2a];
    expect(readMessage(Uint8Array.from(bytes))).toEqual({ kind: 'ping' });
  });

  it('gives nothing for a kind that it does not know', () => {
    expect(readMessage(Uint8Array.of(0xc0, 0x3e, 0x2a))).toBeUndefined();
  });

  it('takes a reason that it does not know for the first', () => {
    expect(readMessage(Frame.encode({ withdraw: { id, reason: 99 } }))).toMatchObject({
      reason: 'withdrawn',
    });
  });

  it('shares no memory with the bytes', () => {
    const bytes = Frame.encode({ invite: { ...invite, data: Uint8Array.of(1, 2, 3) } });
    const message = readMessage(bytes);
    bytes.fill(0);
    expect(message).toMatchObject({ invitation: { data: Uint8Array.of(1, 2, 3) } });
  });
});

describe('GUIDs as bytes', () => {
  it('keep the order of the text', () => {
    const text = '00112233-4455-6677-8899-aabbccddeeff';
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => i * 0x11);
    expect(guidFromBytes(bytes)).toBe(text);
    expect(bytesFromGuid(guidFromBytes(bytes)!)).toEqual(bytes);
  });

  it('are different each time that one is made', () => {
    const ids = new IdSource();
    expect(new Set(Array.from({ length: 1_000 }, () => ids.next())).size).toBe(1_000);
  });
});

function expectReadOrRefused(bytes: Uint8Array): void {
  try {
    readMessage(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolViolation);
  }
}
