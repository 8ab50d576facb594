import fc from 'fast-check';
import { decodeJson, encodeJson } from './json-codec.ts';

describe('the JSON codec', () => {
  it('reads back what it writes: plain data and bytes', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.uint8Array({ maxLength: 300 }),
    );
    const data = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node')),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('node'), { noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(data, (value) => {
        expect(decodeJson(encodeJson(value))).toEqual(value);
      }),
    );
  });

  it('writes the bytes of a Buffer, without the rest of its pool', () => {
    const bytes = decodeJson(encodeJson({ data: Buffer.from('abc') })) as { data: Uint8Array };
    expect(bytes.data).toEqual(new Uint8Array([97, 98, 99]));
    expect(bytes.data.buffer.byteLength).toBe(3);
  });

  it('throws for any other text, and has no other effect', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          decodeJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});
