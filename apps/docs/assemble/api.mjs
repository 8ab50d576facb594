// Writes the API of all packages, from their sources: a page for each entry of each package.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Application, TSConfigReader } from 'typedoc';
import { root } from '../../../tools/lib/root.mjs';

/** The entries of the packages: what one imports, and its source. */
export function entries() {
  return readdirSync(path.join(root, 'packages')).flatMap((folder) => {
    const file = path.join(root, 'packages', folder, 'package.json');
    const { name, exports = {} } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(exports).flatMap(([entry, conditions]) => {
      const source = conditions['@beckon/source'];
      if (source === undefined) return [];
      const specifier = path.posix.join(name, entry);
      return [{ folder, specifier, source: path.join(path.dirname(file), source) }];
    });
  });
}

/** @throws Error when a link in a comment leads nowhere. */
export async function writeApi(folder) {
  const found = entries();
  const application = await Application.bootstrapWithPlugins(
    {
      name: 'API',
      entryPoints: found.map(({ source }) => source),
      entryPointStrategy: 'resolve',
      tsconfig: path.join(import.meta.dirname, 'tsconfig.api.json'),
      basePath: root,
      plugin: ['typedoc-plugin-markdown'],
      readme: 'none',
      excludeInternal: true,
      excludePrivate: true,
      skipErrorChecking: true,
      githubPages: false,
      logLevel: 'Warn',
      validation: { invalidLink: true, invalidPath: true, rewrittenLink: false, notExported: false, notDocumented: false },
    },
    [new TSConfigReader()],
  );
  application.options.setValue('outputFileStrategy', 'modules');
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  application.validate(project);
  application.options.setValue('outputs', [{ name: 'markdown', path: folder }]);
  await application.generateOutputs(project);
  return application.logger;
}
await writeApi('/tmp/api');
