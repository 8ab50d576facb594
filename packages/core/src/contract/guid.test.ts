import fc from 'fast-check';
import { createGuid, formatGuid, parseGuid } from '../index.ts';

describe('parseGuid', () => {
  it.each([
    'dd15f41f-fc4e-4922-b035-4c06a754d01d',
    'DD15F41F-FC4E-4922-B035-4C06A754D01D',
    '{dd15f41f-fc4e-4922-b035-4c06a754d01d}',
    '{DD15F41F-fc4e-4922-B035-4c06a754d01d}',
  ])('reads %s', (text) => {
    expect(parseGuid(text)).toBe('dd15f41f-fc4e-4922-b035-4c06a754d01d');
  });

  it.each([
    '',
    'dd15f41f',
    'dd15f41ffc4e4922b0354c06a754d01d',
    '{dd15f41f-fc4e-4922-b035-4c06a754d01d',
    'dd15f41f-fc4e-4922-b035-4c06a754d01d}',
    'dd15f41f-fc4e-4922-b035-4c06a754d01g',
    ' dd15f41f-fc4e-4922-b035-4c06a754d01d',
    undefined,
    42,
  ])('throws TypeError for %p', (text) => {
    expect(() => parseGuid(text as string)).toThrow(TypeError);
  });

  it('reads back what formatGuid writes', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(parseGuid(formatGuid(parseGuid(uuid)))).toBe(uuid);
      }),
    );
  });
});

describe('formatGuid', () => {
  it('writes upper case in braces', () => {
    expect(formatGuid(parseGuid('dd15f41f-fc4e-4922-b035-4c06a754d01d'))).toBe(
      '{DD15F41F-FC4E-4922-B035-4C06A754D01D}',
    );
  });
});

describe('createGuid', () => {
  it('makes a different version 4 GUID each time', () => {
    const guids = Array.from({ length: 100 }, createGuid);
    expect(new Set(guids).size).toBe(100);
    for (const guid of guids) {
      expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});
