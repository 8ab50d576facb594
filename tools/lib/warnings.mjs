// Warnings in the output of a test run.
import { stripVTControlCharacters } from 'node:util';

const TASK = /> nx run (\S+):test/;
// Nx calls it a warning that a command has failed; that is a failure, and counted as one.
const WARNING = /\w*Warning:(?! command ")|^Jest did not exit|^A worker process has failed to exit/;
// Jest shows what is printed to the console under such a line.
const CONSOLE = /^\s*console\.(warn|error)$/;

/** Each different warning in what Nx printed, after the name of its project. */
export function warningsIn(output) {
  const warnings = new Set();
  let project = 'nx';
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  lines.forEach((line, index) => {
    project = TASK.exec(line)?.[1] ?? project;
    if (WARNING.test(line)) {
      warnings.add(`${project}: ${line.trim().replace(/^\(node:\d+\) /, '')}`);
    } else if (CONSOLE.test(line)) {
      warnings.add(`${project}: ${line.trim()}: ${lines[index + 1]?.trim()}`);
    }
  });
  return [...warnings];
}
