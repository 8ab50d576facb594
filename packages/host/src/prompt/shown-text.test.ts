import fc from 'fast-check';
import { shownText } from './shown-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const hostile = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(
        '\u001b[2J\u001b[31m',
        '\u001b]8;;http://evil.example\u0007',
        '\u202e',
        '\u2066\u2067',
        '\r\n',
        '\0',
        '\u0085',
        '\u009b31m',
        '\ud800',
        'e\u0301'.repeat(3),
        'a' + '\u0300'.repeat(50),
        '\u{e0041}\u{e0042}',
        '\u200b\u200e\ufeff',
        '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

describe('shownText', () => {
  it('leaves nothing that a terminal obeys, that turns text or that cannot be seen', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 80 }), (text, maxCharacters) => {
        const shown = shownText(text, maxCharacters);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(shown.replaceAll('\u200d', '')).not.toMatch(/\p{Cf}/u);
        expect(shown).not.toMatch(/\p{M}{5}/u);
        expect(shown).toBe(shown.trim());
        expect(shown.length).toBeLessThanOrEqual(maxCharacters * 32);
        const characters = [...new Intl.Segmenter().segment(shown)];
        expect(characters.length).toBeLessThanOrEqual(maxCharacters);
      }),
    );
  });

  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  Ada\n\tLovelace ', 'Ada Lovelace'],
    ['Zoë 東京 مرحبا', 'Zoë 東京 مرحبا'],
    ['\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['\u001b[31mred', '[31mred'],
    ['evil\u202egnp.exe', 'evil gnp.exe'],
    ['<b>&', '<b>&'],
    ['\u200b\u202e\0', ''],
  ])('shows %j as %j', (text, shown) => {
    expect(shownText(text, 40)).toBe(shown);
  });

  it('cuts at characters, and says so', () => {
    expect(shownText('abcdef', 4)).toBe('abc…');
    expect(shownText('abcd', 4)).toBe('abcd');
    expect(shownText('x'.repeat(1_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});
