import { createGuid } from '@beckon/core';
import { ByteWriter } from '../wire/byte-writer.ts';
import { type Message, writeMessage } from '../wire/message.ts';
import { ProtocolViolation } from '../wire/protocol-violation.ts';
import { AnsweredLetters } from './answered-letters.ts';
import { readLetter, writeLetter } from './letter.ts';

const id = createGuid();
const invitation = {
  applicationId: createGuid(),
  message: 'Chess?',
  data: new Uint8Array(16_384).fill(7),
  expiresInMs: 60_000,
};

const framed = (...messages: readonly Message[]): Uint8Array => {
  const writer = new ByteWriter();
  for (const message of messages) writeMessage(writer, message);
  return writer.take();
};

describe('a letter', () => {
  it('is read as it was written, with and without a name', () => {
    const { hello, invite } = readLetter(writeLetter('Ada', id, invitation));
    expect(hello.name).toBe('Ada');
    expect(invite).toEqual({ kind: 'invite', id, invitation });
    expect(readLetter(writeLetter(undefined, id, invitation)).hello).not.toHaveProperty('name');
  });

  it('is refused when it is cut off anywhere', () => {
    const letter = writeLetter('Ada', id, { ...invitation, data: Uint8Array.of(1) });
    for (let length = 0; length < letter.length; length++) {
      expect(() => readLetter(letter.slice(0, length))).toThrow(ProtocolViolation);
    }
  });

  it.each<[string, Uint8Array]>([
    ['without a greeting', framed({ kind: 'invite', id, invitation })],
    ['without an invitation', framed({ kind: 'hello', version: 1 })],
    ['with something else', framed({ kind: 'hello', version: 1 }, { kind: 'ping' })],
    [
      'with two invitations',
      framed(
        { kind: 'hello', version: 1 },
        { kind: 'invite', id, invitation },
        { kind: 'invite', id, invitation },
      ),
    ],
    [
      'of another version',
      framed({ kind: 'hello', version: 9 }, { kind: 'invite', id, invitation }),
    ],
    ['of random bytes', Uint8Array.from({ length: 500 }, (_, i) => (i * 7_919) % 256)],
  ])('%s is refused', (_, letter) => {
    expect(() => readLetter(letter)).toThrow(ProtocolViolation);
  });
});

describe('answered letters', () => {
  it('are remembered until they cannot come again, the last 1 000 of them', async () => {
    let now = 0;
    const letters = new AnsweredLetters(undefined, () => now);
    for (let i = 0; i < 1_100; i++) await letters.add({ id: `letter ${i}`, until: 1_000 + i });
    expect([letters.has('letter 99'), letters.has('letter 100')]).toEqual([false, true]);
    now = 1_500;
    await letters.add({ id: 'the last', until: 9_000 });
    expect([letters.has('letter 500'), letters.has('letter 501')]).toEqual([false, true]);
  });
});
