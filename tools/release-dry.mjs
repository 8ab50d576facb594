// Does everything that a release does, into a registry that it starts on this machine: versions,
// changelogs, build, tarballs, publication. Then projects as users have them install from there,
// each on each supported line of Node, and use what they got. What is committed is released; the
// checkout is not changed.
//
// `npm run release:dry -- --projects esm,next --nodes 22,24` tries these projects and lines only.
// `npm run release:dry -- --serve` keeps the registry open for trying by hand, in place of the projects.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { currentNode, fetchedNode, oldestNode, supportedNodes } from './lib/fetched-node.mjs';
import { root } from './lib/root.mjs';
import { projectNames, tryProject } from './release/projects.mjs';
import { startRegistry } from './release/registry.mjs';
import { packRelease, publishPackages } from './release/released-packages.mjs';
import { sizeTable, projectTable } from './release/tables.mjs';
import { installedSize } from './release/sizes.mjs';

/** Installs wait for the network most of the time. */
const AT_ONCE = 2;

const allNodes = [oldestNode, ...supportedNodes];
const { values } = parseArgs({
  options: {
    projects: { type: 'string' },
    nodes: { type: 'string' },
    serve: { type: 'boolean', default: false },
  },
});
const projects = chosen(values.projects, projectNames, (name, wanted) => name === wanted);
const nodes = chosen(values.nodes, allNodes, (version, wanted) => version.startsWith(`${wanted}.`));

const temp = mkdtempSync(path.join(realpathSync(tmpdir()), 'release-dry-'));
const start = performance.now();
let registry;
try {
  const packages = releasePackages();
  registry = await startRegistry(path.join(temp, 'registry'));
  publish(packages);
  await (values.serve ? serveUntilInterrupted() : tryAndMeasure(packages));
} catch (error) {
  console.error(error.stderr ? `${error.message}\n${error.stdout}` : error);
  process.exitCode = 1;
} finally {
  await registry?.stop();
  rmSync(temp, { recursive: true, force: true });
}

/** Makes versions, changelogs and tarballs in a clone. */
function releasePackages() {
  const clone = path.join(temp, 'clone');
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (changed !== '') console.log(`Not committed, and so not in this release:\n${changed}`);
  step('A clone, with its dependencies');
  execute('git', ['clone', '--quiet', root, clone], temp);
  execute('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], clone);
  step('Versions and changelogs');
  execute('npm', ['run', '--silent', 'release:version'], clone);
  step('Build');
  execute('npm', ['run', '--silent', 'build', '--', '--projects=packages/*'], clone);
  step('Tarballs');
  const packages = packRelease(path.join(temp, 'tarballs'), clone);
  rmSync(clone, { recursive: true, force: true });
  return packages;
}

function publish(packages) {
  step('Publication');
  const folder = path.join(temp, 'publisher');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  writeFileSync(path.join(folder, '.npmrc'), registry.publisherNpmrc);
  // Only the workflow can vouch for where a package was built.
  for (const { manifest } of publishPackages(packages, folder, ['--provenance=false'])) {
    console.log(`published ${manifest.name}@${manifest.version}`);
  }
}

async function serveUntilInterrupted() {
  step('The registry stays open; Ctrl-C ends it');
  console.log(`A project installs from it with this line in its .npmrc:\n\n${registry.npmrc}`);
  await once(process, 'SIGINT');
}

async function tryAndMeasure(packages) {
  const results = await tryProjects();
  const sizes = await measure(packages);
  console.log(`\n${sizeTable(sizes)}\n\n${projectTable(results, projects, nodes)}`);
  const failed = results.filter(({ result }) => result !== 'ok');
  console.log(
    `\n${results.length - failed.length} passed, ${failed.length} failed (${passedTime()})`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

async function tryProjects() {
  step(`${projects.length} projects on Node ${nodes.join(', ')}`);
  // Node is fetched here, once.
  for (const version of nodes) fetchedNode(version);
  const tries = nodes.flatMap((version) => projects.map((name) => ({ name, version })));
  return inTurns(tries, async ({ name, version }) => {
    const tried = await tryProject(name, version, registry.npmrc, temp);
    const { result, seconds, note, output } = tried;
    console.log(`${result.padEnd(7)} ${name}, Node ${version} (${seconds.toFixed(1)} s)`);
    if (note) console.log(`        ${note}`);
    if (result !== 'ok') console.log(output);
    return { name, version, ...tried };
  });
}

function measure(packages) {
  step('Sizes');
  const node = fetchedNode(currentNode);
  return inTurns(packages, async ({ manifest: { name } }) => ({
    name,
    ...(await installedSize(name, registry.npmrc, temp, node)),
  }));
}

/** Runs `action` for each item, a few at once. Returns the results in the order of the items. */
async function inTurns(items, action) {
  const results = [];
  const waiting = items.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, item] of waiting) results[index] = await action(item);
    }),
  );
  return results;
}

function chosen(text, all, isMeant) {
  if (text === undefined) return all;
  return text.split(',').map((wanted) => {
    const found = all.find((one) => isMeant(one, wanted));
    if (found === undefined) throw new Error(`${wanted} is none of: ${all.join(', ')}`);
    return found;
  });
}

function execute(command, parameters, folder) {
  const { status, stdout, stderr } = spawnSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}\n${stdout}${stderr}`);
}

function step(title) {
  console.log(`\n${title} (${passedTime()})`);
}

function passedTime() {
  return `${Math.round((performance.now() - start) / 1_000)} s`;
}
