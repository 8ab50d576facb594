// Runs the scenarios of the demo between two Windows processes, through P2P.dll.
import { play, SCENARIO_ENTRY, scenarios } from './scenarios.mjs';
import { bundle, prepareWindows } from './windows.mjs';

const { nodes, koffi, dll } = await prepareWindows();
const folder = await bundle('demo', [SCENARIO_ENTRY], koffi);
const node = nodes.at(-1);
console.log(`Two users of P2P.dll in Windows Node ${node.version}\n`);

let failures = 0;
for (const scenario of scenarios) {
  const problem = await play(scenario, { node, folder, dll, print: console.log });
  console.log(problem === undefined ? '  ✔ ended as expected\n' : `  ✖ ${problem}\n`);
  if (problem !== undefined) failures += 1;
}
console.log(`${scenarios.length - failures} of ${scenarios.length} scenarios ended as expected`);
process.exitCode = failures === 0 ? 0 : 1;
