// The reports of a package's types, by API Extractor.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root } from '../lib/root.mjs';

/** API Extractor has messages about the layout of a package, which other tools check here. */
const silent = { default: { logLevel: 'none' } };

/** Returns the text of each report of the package in `directory`, by the name of its file. */
export function typeReports(directory, { exports }) {
  const files = [...new Set(typesIn(exports))];
  if (files.length === 0) return {};
  const temp = mkdtempSync(path.join(realpathSync(tmpdir()), 'api-report-'));
  try {
    const folder = path.join(root, directory);
    const reports = extract(folder, files, temp).map((file) => readFileSync(file, 'utf8'));
    const exported = new Set(reports.flatMap(exportedNames));
    return Object.fromEntries(
      files.map((file, index) => [reportName(file), withoutForeign(reports[index], exported)]),
    );
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** The files of types in `exports`, one for both module formats. */
function typesIn(entry) {
  if (typeof entry === 'string') return [];
  return Object.entries(entry).flatMap(([condition, value]) => {
    if (condition === 'types') return [value];
    return condition === 'require' ? [] : typesIn(value);
  });
}

function reportFolder(temp) {
  return path.join(temp, 'reports');
}

function reportName(file) {
  return `${path.basename(file, '.d.mts')}.api.md`;
}

/** Writes the report of each file into the folder `temp`. Returns their paths. */
function extract(folder, files, temp) {
  mkdirSync(reportFolder(temp));
  const configs = files.map((file) => configOf(folder, files, file, temp));
  const compilerState = CompilerState.create(configs[0]);
  return configs.map((config) => {
    const errors = [];
    const { succeeded } = Extractor.invoke(config, {
      compilerState,
      localBuild: true,
      messageCallback: (message) => {
        if (message.logLevel === 'error') errors.push(message.text);
        message.handled = true;
      },
    });
    if (!succeeded) throw new Error(`${config.mainEntryPointFilePath}\n${errors.join('\n')}`);
    return config.reportFilePath;
  });
}

function configOf(folder, files, file, temp) {
  return ExtractorConfig.prepare({
    packageJsonFullPath: path.join(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: path.join(folder, file),
      compiler: { overrideTsconfig: tsconfig(files) },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: reportName(file),
        reportFolder: reportFolder(temp),
        reportTempFolder: path.join(temp, 'work'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}

function tsconfig(files) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
  };
  return { compilerOptions, files };
}

function exportedNames(report) {
  return [...report.matchAll(/^export (?:declare |abstract )*\w+ (\w+)|^export \{ (\w+)/gm)].map(
    ([, declared, named]) => declared ?? named,
  );
}

/**
 * Removes what an entry uses and another entry of the package exports: it stands in the report of
 * that entry. What no entry exports stays, because it is a part of the surface all the same.
 */
export function withoutForeign(report, exported) {
  const blocks = report.split('\n\n').filter((block) => {
    const [, name] =
      /^(?:declare |abstract )*(?:class|const|enum|function|interface|namespace|type) (\w+)/m.exec(
        block,
      ) ?? [];
    return name === undefined || !exported.has(name);
  });
  const isUsed = (name) =>
    blocks.some((block) => new RegExp(`^(?!import ).*\\b${name}\\b`, 'm').test(block));
  return blocks
    .map((block) =>
      block.replaceAll(/^import .*\b(\w+)\b.* from .*\n?/gm, (line, name) =>
        isUsed(name) ? line : '',
      ),
    )
    .join('\n\n')
    .replace('// (No @packageDocumentation comment for this package)\n\n', '');
}
