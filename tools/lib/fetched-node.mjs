// Node from the registry, in the versions that are supported.
import path from 'node:path';
import { fetchedPackage } from './fetched-package.mjs';

/** The Node of most people, in its last release. */
export const currentNode = '24.21.0';

/** The last release of each line that is supported. */
export const supportedNodes = ['22.23.3', currentNode, '26.10.0'];

/** The path of Node's binary in that version. Fetched on the first call. */
export function fetchedNode(version) {
  const isWindows = process.platform === 'win32';
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const folder = path.join(fetchedPackage(`${name}@${version}`), name);
  return path.join(folder, 'bin', isWindows ? 'node.exe' : 'node');
}
