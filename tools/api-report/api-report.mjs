// Compares the public surface of a package with the reports in its folder `api`, one for each file
// of types that its `exports` name. A review sees a change of the surface there.
//
// `node api-report.mjs core mock` compares the reports of these packages; without names, of the
// package in the working directory. With `--update` it writes them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { publicPackages } from '../lib/packed-packages.mjs';
import { root } from '../lib/root.mjs';
import { commandReport } from './command-report.mjs';
import { typeReports } from './type-reports.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean' }, all: { type: 'boolean' } },
});
const chosen = positionals.length > 0 ? positionals : [path.basename(process.cwd())];
const packages = publicPackages().filter(
  ({ directory }) => values.all || chosen.includes(path.basename(directory)),
);
if (packages.length === 0) throw new Error(`No public package: ${chosen.join(', ')}`);

for (const { directory, manifest } of packages) {
  const folder = path.join(root, directory, 'api');
  const reports = { ...typeReports(directory, manifest), ...commandReport(directory, manifest) };
  if (values.update) write(folder, reports);
  else compare(directory, folder, reports);
}

function write(folder, reports) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(reports)) writeFileSync(path.join(folder, name), text);
}

function compare(directory, folder, reports) {
  const kept = existsSync(folder) ? readdirSync(folder) : [];
  const stale = kept.filter((name) => reports[name] === undefined);
  const changed = Object.entries(reports).filter(
    ([name, text]) => !kept.includes(name) || read(path.join(folder, name)) !== text,
  );
  for (const name of stale)
    console.error(`${directory}/api/${name}: the package has no such entry`);
  for (const [name, text] of changed) {
    console.error(`${directory}/api/${name}: the surface is not the one of the report`);
    const file = path.join(folder, name);
    console.error(differences(kept.includes(name) ? read(file) : '', text).join('\n'));
  }
  if (stale.length + changed.length > 0) {
    console.error('If the change is meant, run: npm run api');
    process.exitCode = 1;
  }
}

function read(file) {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}

/** The lines that only one of two texts has. */
function differences(before, after) {
  const [old, present] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !present.includes(line)).map((line) => `- ${line}`),
    ...present.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}
