// The text of docs/CONFORMANCE.md.

/** Why an adapter does not have a table. */
const ABSENT_TABLES = {
  native: {
    inbox: 'Windows shows invitations itself',
    channels: 'the application that Windows launches brings a line of its own',
  },
};
for (const portable of [
  'engine',
  'libp2p',
  'libp2p, 2 processes',
  'nats',
  'nats, 2 processes',
  'bridge to libp2p',
]) {
  ABSENT_TABLES[portable] = { launch: 'it starts no program' };
}
for (const broker of ['nats', 'nats, 2 processes']) {
  ABSENT_TABLES[broker].peopleNearMe = 'a broker does not know who is near';
}

/** What an adapter or its test lacks, by the trait. */
const MISSING_TRAITS = {
  carriesDeclineMessage: 'a decline carries no message there',
  carriesExpiry: 'the lifetime of an invitation is fixed there',
  verifiesContacts: 'contacts are not verified there',
  settlesCrossings: 'an answer counts once it has reached the system of the sender',
  makesCards: 'there are no cards',
  signsInForIdentity: 'own card and name need no signing in',
  killsPeer: 'the test cannot crash its peer',
  hasPeerAdapter: 'the test does not have the adapter of its peer',
  hasOtherPeer: 'the test has no third side',
  seesPeerNearMe: 'the test has no peer on the same subnet',
};

const TABLE_CASES = /: the adapter (?:has|does not have) the table$/;

/**
 * Returns the document, and what is wrong. `cases` are all cases. Each of `columns` has the name of an
 * adapter and its planned cases: titles with the traits that they miss.
 */
export function conformanceDocument(cases, columns) {
  const faults = new Set();
  const notes = new Map();
  const note = (reason) => {
    if (!notes.has(reason)) notes.set(reason, notes.size + 1);
    return `[${notes.get(reason)}]`;
  };
  const hasTable = (planned, table) =>
    table === 'adapter' || planned.has(`${table}: the adapter has the table`);
  const absence = (column, table) => {
    const reason = ABSENT_TABLES[column]?.[table];
    if (reason === undefined) {
      faults.add(`say in tools/docs-check/conformance-document.mjs why ${column} has no ${table}`);
    }
    return `no \`${table}\`: ${reason}`;
  };
  const cell = ([column, planned], { table, name, with: others }) => {
    const missing = planned.get(`${table}: ${name}`);
    if (missing?.length === 0) return 'yes';
    if (missing !== undefined) {
      return missing.map((trait) => note(`\`${trait}\`: ${MISSING_TRAITS[trait]}`)).join(' ');
    }
    const absent = [table, ...others].filter((each) => !hasTable(planned, each));
    // Without its own table, no other matters.
    return (absent[0] === table ? [table] : absent)
      .map((each) => note(absence(column, each)))
      .join(' ');
  };

  const tables = [...new Set(cases.map(({ table }) => table))];
  const sections = tables.map((table) => {
    const rows = cases
      .filter((conformanceCase) => conformanceCase.table === table)
      .map((conformanceCase) => [
        conformanceCase.name,
        ...columns.map((column) => cell(column, conformanceCase)),
      ]);
    return [
      `## ${table === 'adapter' ? 'The adapter as a whole' : `\`${table}\``}`,
      tableOf(['rule', ...columns.map(([name]) => name)], rows),
    ].join('\n\n');
  });
  const known = new Set(cases.map(({ table, name }) => `${table}: ${name}`));
  for (const [column, planned] of columns) {
    for (const title of planned.keys()) {
      if (!known.has(title) && !TABLE_CASES.test(title)) faults.add(`${column}: unknown ${title}`);
    }
  }
  const totals = columns.map(
    ([, planned]) =>
      [...planned].filter(([title, missing]) => missing.length === 0 && !TABLE_CASES.test(title))
        .length,
  );
  const legend = [...notes].map(([reason, number]) => `- [${number}] ${reason}.`).join('\n');
  const text = [
    '# Conformance',
    'Each rule of the contract is a case of `@beckon/conformance`. `yes`: the case runs for the adapter, and passes. A number: the case does not concern the adapter, for the reason [below](#reasons).',
    'The document is written by `npm run conformance-document --workspace docs-check` from the tests themselves, and `npm run check` fails when it is not current. `tools/conformance-selftest` has an adapter for each case that breaks its rule.',
    tableOf(['', ...columns.map(([name]) => name)], [[`cases, of ${cases.length}`, ...totals]]),
    ...sections,
    '## Reasons',
    legend,
  ].join('\n\n');
  return { text: `${text}\n`, faults: [...faults] };
}

function tableOf(header, rows) {
  const line = (cells) =>
    `| ${cells.map((each) => String(each).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
