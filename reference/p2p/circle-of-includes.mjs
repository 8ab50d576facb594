import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Finds a circle of includes among the modules of a folder. A module is a .c file with its .h file.
 *
 * @returns the names of the modules in order, with the first one again at the end; `undefined` when
 *   there is no circle.
 */
export function circleOfIncludes(folder) {
  const includes = new Map();
  for (const file of readdirSync(folder)) {
    const [, module] = /^(.*)\.[ch]$/.exec(file) ?? [];
    if (module === undefined) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const names = [...text.matchAll(/^#include "([^"/]+)\.h"/gm)].map(([, name]) => name);
    includes.set(module, [...(includes.get(module) ?? []), ...names.filter((n) => n !== module)]);
  }
  const done = new Set();
  const follow = (module, path) => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    if (done.has(module)) return undefined;
    for (const next of includes.get(module) ?? []) {
      const circle = follow(next, [...path, module]);
      if (circle !== undefined) return circle;
    }
    done.add(module);
    return undefined;
  };
  for (const module of includes.keys()) {
    const circle = follow(module, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
