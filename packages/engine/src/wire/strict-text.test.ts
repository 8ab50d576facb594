import { ProtocolViolation } from './protocol-violation.ts';
import { readMessage } from './message.ts';

/** A protobuf field of fewer than 128 bytes. */
const field = (number: number, bytes: readonly number[]): number[] => [
  (number << 3) | 2,
  bytes.length,
  ...bytes,
];

const helloWith = (name: readonly number[]): number[] => field(1, [0x08, 1, ...field(2, name)]);

const ID = Array.from({ length: 16 }, (_, i) => i + 1);
const inviteWith = (message: readonly number[]): number[] =>
  field(2, [...field(1, ID), ...field(2, ID), ...field(3, message), 0x28, 1]);

const answerWith = (message: readonly number[]): number[] =>
  field(4, [...field(1, ID), 0x10, 1, ...field(3, message)]);

describe.each([
  ['the name of a hello', helloWith],
  ['the message of an invitation', inviteWith],
  ['the message of an answer', answerWith],
])('%s', (_, frameWith) => {
  const read = (text: readonly number[]) => readMessage(Uint8Array.from(frameWith(text)));

  it.each([
    ['a byte that is never valid', [0x61, 0xff]],
    ['a sequence without its continuation', [0xc3, 0x28]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['both halves of a surrogate pair, each on its own', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['two bytes for a character of one byte', [0xc1, 0xa1]],
    ['U+0000 in two bytes', [0xc0, 0x80]],
    ['four bytes for a character of three bytes', [0xf0, 0x82, 0x82, 0xac]],
    ['a sequence that is cut off', [0x61, 0xe2, 0x82]],
    ['a continuation byte without a sequence', [0x80]],
    ['a number beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['U+0000', [0x61, 0]],
  ])('is refused with %s', (_case, bytes) => {
    expect(() => read(bytes)).toThrow(ProtocolViolation);
  });

  it('is taken as it is, including a byte order mark and the last code point', () => {
    const text = '\ufeffHå€😀\u{10ffff}';
    expect(JSON.stringify(read([...new TextEncoder().encode(text)]))).toContain(text);
  });
});
