// Node from the registry, in each supported version.
import path from 'node:path';
import { fetchedPackage } from './fetched-package.mjs';

/** The oldest Node that works. Some dependencies of libp2p refuse it when engines are strict. */
export const oldestNode = '20.19.0';

/** The last release of the line that most people use. */
export const currentNode = '24.21.0';

/** The last release of each supported line. */
export const supportedNodes = ['22.23.3', currentNode, '26.10.0'];

/** Returns the path of Node's binary in a version. The first call fetches it. */
export function fetchedNode(version) {
  const isWindows = process.platform === 'win32';
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const folder = path.join(fetchedPackage(`${name}@${version}`), name);
  return path.join(folder, 'bin', isWindows ? 'node.exe' : 'node');
}
