// Writes the API of all packages, from their sources: a page for each entry of each package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Application, Converter, ReflectionKind, TSConfigReader } from 'typedoc';
import { ModuleRouter } from 'typedoc-plugin-markdown';
import { root } from '../../../tools/lib/root.mjs';

/** Returns the entries of all packages: what one imports, and its source. */
export function entries() {
  return readdirSync(path.join(root, 'packages')).flatMap((folder) => {
    const file = path.join(root, 'packages', folder, 'package.json');
    const { name, exports = {} } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(exports).flatMap(([entry, conditions]) => {
      const source = conditions['@beckon/source'];
      if (source === undefined) return [];
      const specifier = path.posix.join(name, entry);
      return [{ specifier, source: path.join(path.dirname(file), source) }];
    });
  });
}

/**
 * Writes the pages into a folder.
 *
 * @throws Error when a link in a comment leads nowhere.
 */
export async function writeApi(folder) {
  const specifiers = new Map(entries().map(({ specifier, source }) => [source, specifier]));
  const application = await Application.bootstrapWithPlugins(
    {
      name: 'API',
      entryPoints: [...specifiers.keys()],
      entryPointStrategy: 'resolve',
      tsconfig: path.join(import.meta.dirname, 'tsconfig.api.json'),
      plugin: ['typedoc-plugin-markdown'],
      readme: 'none',
      excludeInternal: true,
      excludePrivate: true,
      // Members that are inherited from RxJS and from the language.
      excludeExternals: true,
      // The types have a check of their own.
      skipErrorChecking: true,
      disableGit: true,
      sourceLinkTemplate: 'https://github.com/beckon-js/beckon/blob/main/packages/{path}#L{line}',
      basePath: root,
      logLevel: 'Warn',
      validation: {
        invalidLink: true,
        invalidPath: true,
        rewrittenLink: true,
        notExported: false,
        notDocumented: false,
      },
    },
    [new TSConfigReader()],
  );
  application.renderer.defineRouter('entries', EntryRouter);
  const options = {
    router: 'entries',
    outputFileStrategy: 'modules',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    // Not those that headings have on the site: the two count doubles differently.
    useHTMLAnchors: true,
    anchorPrefix: 'api-',
    useCodeBlocks: true,
    expandObjects: true,
    sanitizeComments: true,
    sort: ['kind', 'alphabetical'],
    groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases', '*'],
  };
  for (const [name, value] of Object.entries(options)) application.options.setValue(name, value);
  // A module is called what one writes to import it.
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return;
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.fileName;
    reflection.name = specifiers.get(path.normalize(file ?? '')) ?? reflection.name;
  });
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  application.validate(project);
  application.options.setValue('outputs', [{ name: 'markdown', path: folder }]);
  await application.generateOutputs(project);
  const faults = application.logger.warningCount + application.logger.errorCount;
  if (faults > 0) throw new Error(`TypeDoc has ${faults} warnings.`);
  unlinkHidden(folder);
}

/** Takes away the links to what TypeDoc does not show: members that a type leaves out of another. */
function unlinkHidden(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md'));
  const texts = new Map(files.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  const isThere = (file, anchor) => texts.get(file)?.includes(`<a id="${anchor}">`) ?? true;
  for (const [name, text] of texts) {
    const linked = text.replace(
      /\[([^\]]+)\]\(([^()#\s]*)#(api-[^()\s]+)\)/g,
      (link, shown, file, anchor) =>
        isThere(file === '' ? name : path.join(path.dirname(name), file), anchor) ? link : shown,
    );
    if (linked !== text) writeFileSync(path.join(folder, name), linked);
  }
}

/** A page for each module, and no names of pages that are kept for what stands in a module. */
class EntryRouter extends ModuleRouter {
  shouldWritePage(reflection) {
    return reflection.kindOf(ReflectionKind.Module);
  }
}
