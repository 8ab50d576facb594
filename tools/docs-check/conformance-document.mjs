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
 * Returns which case runs for which adapter, as data, and what is wrong. `cases` are all cases. Each of `columns` has
 * the name of an adapter and its planned cases: titles with the traits that they miss. A cell is true, or has the
 * numbers of reasons: 1 is the first of `reasons`.
 */
export function conformanceMatrix(cases, columns) {
  const faults = new Set();
  const reasons = [];
  const numberOf = (reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
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
    if (missing?.length === 0) return true;
    if (missing !== undefined) {
      return missing.map((trait) => numberOf(`\`${trait}\`: ${MISSING_TRAITS[trait]}`));
    }
    const absent = [table, ...others].filter((each) => !hasTable(planned, each));
    // Without its own table, no other matters.
    return (absent[0] === table ? [table] : absent).map((each) => numberOf(absence(column, each)));
  };

  const tables = [...new Set(cases.map(({ table }) => table))].map((table) => ({
    name: table,
    rules: cases
      .filter((conformanceCase) => conformanceCase.table === table)
      .map((conformanceCase) => ({
        name: conformanceCase.name,
        cells: columns.map((column) => cell(column, conformanceCase)),
      })),
  }));
  const known = new Set(cases.map(({ table, name }) => `${table}: ${name}`));
  for (const [column, planned] of columns) {
    for (const title of planned.keys()) {
      if (!known.has(title) && !TABLE_CASES.test(title)) faults.add(`${column}: unknown ${title}`);
    }
  }
  const adapters = columns.map(([name, planned]) => ({
    name,
    cases: [...planned].filter(
      ([title, missing]) => missing.length === 0 && !TABLE_CASES.test(title),
    ).length,
  }));
  return { cases: cases.length, adapters, tables, reasons, faults: [...faults] };
}

/** Returns the document, and what is wrong, of what {@link conformanceMatrix} takes. */
export function conformanceDocument(cases, columns) {
  const { adapters, tables, reasons, faults } = conformanceMatrix(cases, columns);
  const names = adapters.map(({ name }) => name);
  const sections = tables.map(({ name, rules }) =>
    [
      `## ${name === 'adapter' ? 'The adapter as a whole' : `\`${name}\``}`,
      tableOf(
        ['rule', ...names],
        rules.map((rule) => [
          rule.name,
          ...rule.cells.map((cell) =>
            cell === true ? 'yes' : cell.map((number) => `[${number}]`).join(' '),
          ),
        ]),
      ),
    ].join('\n\n'),
  );
  const totals = adapters.map((adapter) => adapter.cases);
  const legend = reasons.map((reason, index) => `- [${index + 1}] ${reason}.`).join('\n');
  const text = [
    '# Conformance',
    'Each rule of the contract is a case of `@beckon/conformance`. `yes`: the case runs for the adapter, and passes. A number: the case does not concern the adapter, for the reason [below](#reasons).',
    'The document is written by `npm run conformance-document --workspace docs-check` from the tests themselves, and `npm run check` fails when it is not current. `tools/conformance-selftest` has an adapter for each case that breaks its rule.',
    tableOf(['', ...names], [[`cases, of ${cases.length}`, ...totals]]),
    ...sections,
    '## Reasons',
    legend,
  ].join('\n\n');
  return { text: `${text}\n`, faults };
}

function tableOf(header, rows) {
  const line = (cells) =>
    `| ${cells.map((each) => String(each).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
