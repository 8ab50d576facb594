/** How many combining marks may stand on one character. */
const MAX_MARKS = 4;

// Control and format characters: of the terminal, of the direction of text, invisible ones, and line ends. The
// joiner U+200D stays: it makes one picture of several.
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|(?!\u200d)\p{Cf}|[\u115f\u1160\u3164\uffa0\u2800]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const MARKS = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');

/**
 * A text of a peer that may be shown to a person: one line, nothing that a terminal obeys, nothing that turns
 * the direction of text or cannot be seen, no towers of marks, and at most `maxCharacters` characters as people
 * count them; what is cut off leaves `…`. Empty when nothing is left.
 */
export function shownText(text: string, maxCharacters: number): string {
  const harmless = text
    // A character has a few units: what is far beyond the end need not be looked at.
    .slice(0, maxCharacters * 32)
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(UNSEEN, ' ')
    .replace(MARKS, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters: string[] = [];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    harmless,
  )) {
    if (characters.length === maxCharacters) return `${characters.slice(0, -1).join('')}…`;
    // Joiners can tie any number of pictures together.
    characters.push(segment.slice(0, 32));
  }
  return characters.join('');
}
