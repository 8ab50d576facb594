// The tables that a dry release ends with.

/** A row for each project, a column for each Node. A note of a try stands below the table. */
export function projectTable(tries, projects, nodes) {
  const notes = [...new Set(tries.flatMap(({ note }) => note ?? []))];
  const cell = (name, version) => {
    const { result, note } = tries.find((one) => one.name === name && one.version === version);
    return note === undefined ? result : `${result} (${notes.indexOf(note) + 1})`;
  };
  return [
    ...table([
      ['project', ...nodes.map((version) => `Node ${version}`)],
      ...projects.map((name) => [name, ...nodes.map((version) => cell(name, version))]),
    ]),
    ...notes.map((note, index) => `(${index + 1}) ${note}`),
  ].join('\n');
}

/** A row for each package. */
export function sizeTable(sizes) {
  const rows = sizes.map(({ name, bytes, diskBytes, ownBytes, packages }) => [
    name,
    megabytes(bytes),
    megabytes(diskBytes),
    megabytes(ownBytes),
    String(packages),
  ]);
  return table([
    ['installed alone', 'node_modules', 'on the disk', 'its own files', 'other packages'],
    ...rows,
  ]).join('\n');
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
