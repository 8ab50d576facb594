// Finds the warnings in the output of a test run.
import { stripVTControlCharacters } from 'node:util';

const TASK = /> nx run (\S+):test/;
// Nx prints a warning when a command has failed. That is counted as a failure, and not as a
// warning.
const WARNING = /\w*Warning:(?! command ")|^Jest did not exit|^A worker process has failed to exit/;
// Jest prints this line before each text that a test writes to the console.
const CONSOLE = /^\s*console\.(warn|error)$/;

/** Returns each different warning in the output of Nx, with the name of its project before it. */
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
