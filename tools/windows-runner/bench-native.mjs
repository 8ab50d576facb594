// Runs the benchmark of @beckon/native in Windows Node, beside the same wait in C.
import path from 'node:path';
import { bundle, prepareWindows, runNode, windowsPath } from './windows.mjs';

const { nodes, koffi, dll } = await prepareWindows();
const folder = await bundle('bench', ['test/windows/bench.ts'], koffi);
for (const node of nodes) {
  const { status, errors } = await runNode(
    node,
    ['--expose-gc', windowsPath(path.join(folder, 'bench.mjs'))],
    {
      cwd: folder,
      env: { BECKON_P2P_DLL: windowsPath(dll) },
      onOutput: (text) => process.stdout.write(text),
    },
  );
  console.log();
  if (status === 0) continue;
  console.error(`The benchmark ended with ${status}.\n${errors}`);
  process.exitCode = 1;
}
