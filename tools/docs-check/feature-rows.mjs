// Reads the rows of docs/FEATURES.md.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const numbered = (letter, count) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** The ids of the rows, in the order in which the document has them. */
const ROWS = {
  features: Object.entries({
    S: 17,
    R: 11,
    T: 9,
    P: 8,
    N: 7,
    E: 9,
    G: 4,
    U: 2,
    D: 4,
    O: 3,
  }).flatMap(([letter, count]) => numbered(letter, count)),
  needs: numbered('', 19),
};
const VERDICTS = ['yes', 'partly', 'no'];

/**
 * Returns what is wrong with `text`, whose links begin in `folder`, and the counts of the rows that
 * are yes.
 */
export function featureFaults(text, folder) {
  const rows = rowsOf(text);
  const ids = Object.values(ROWS).flat();
  const counts = Object.entries(ROWS).map(([what, wanted]) => {
    const counted = rows.filter(({ id }) => wanted.includes(id));
    return {
      what,
      of: wanted.length,
      yes: counted.filter(({ verdict }) => verdict === 'yes').length,
    };
  });
  const faults = [
    ...ids.flatMap((id) => {
      const times = rows.filter((row) => row.id === id).length;
      return times === 1 ? [] : [`${id} is there ${times} times`];
    }),
    ...rows.filter(({ id }) => !ids.includes(id)).map(({ id }) => `${id} is no row of the list`),
    ...rows.flatMap((row) => rowFaults(row, folder).map((fault) => `${row.id}: ${fault}`)),
    ...counts.flatMap(({ yes, of, what }) => {
      const sentence = `${yes} of ${of} ${what}: yes`;
      return text.includes(sentence) ? [] : [`the text does not say "${sentence}"`];
    }),
  ];
  return { faults, counts };
}

function rowFaults({ verdict, tests, words }, folder) {
  const faults = tests.flatMap(({ title, target }) => {
    const file = path.join(folder, target);
    if (!existsSync(file)) return [`${target} does not exist`];
    return spaced(readFileSync(file, 'utf8')).includes(spaced(title))
      ? []
      : [`${target} has no "${title}"`];
  });
  if (!VERDICTS.includes(verdict)) faults.push(`"${verdict}" is none of ${VERDICTS.join(', ')}`);
  if (verdict !== 'no' && tests.length === 0) faults.push(`${verdict} needs a test`);
  if (verdict !== 'yes' && words === '') faults.push(`${verdict} needs a reason`);
  return faults;
}

/** The rows of all tables whose columns are id, name, verdict, tests and words. */
function rowsOf(text) {
  return text.split(/\r?\n/).flatMap((line) => {
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [id, , verdict, tests, words] = cells;
    if (cells.length !== 5 || id === 'id' || /^-+$/.test(id)) return [];
    return [{ id, verdict, tests: linksOf(tests), words }];
  });
}

function linksOf(cell) {
  return [...cell.matchAll(/\[((?:\\.|[^\]\\])*)\]\(([^)\s]+)\)/g)].map(([, title, target]) => ({
    title: title.replace(/\\(?=[\p{P}\p{S}])/gu, ''),
    target,
  }));
}

function spaced(text) {
  return text.replace(/\s+/g, ' ');
}
