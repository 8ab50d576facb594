import fc from 'fast-check';
import { argumentsOf, commandLineOf } from './command-line.ts';

describe('argumentsOf', () => {
  it('reads what commandLineOf writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (args) => {
        expect(argumentsOf(commandLineOf(args))).toEqual(args);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('\\', '"', ' ', 'a', '\t') })),
        (args) => {
          expect(argumentsOf(commandLineOf(args))).toEqual(args);
        },
      ),
    );
  });

  it.each([
    ['', []],
    ['   ', []],
    ['a  b\tc', ['a', 'b', 'c']],
    ['"a b" c', ['a b', 'c']],
    ['""', ['']],
    ['C:\\folder\\file', ['C:\\folder\\file']],
    ['\\\\"a b\\\\"', ['\\a b\\']],
    ['a\\"b', ['a"b']],
    ['"a""b"', ['a"b']],
    ['"no end', ['no end']],
    [
      "$(id) `id` ; && | > < * ? ~ %PATH% $HOME '#",
      ['$(id)', '`id`', ';', '&&', '|', '>', '<', '*', '?', '~', '%PATH%', '$HOME', "'#"],
    ],
  ])('reads %j as Windows programs do', (commandLine, args) => {
    expect(argumentsOf(commandLine)).toEqual(args);
  });
});
