/**
 * Prints the skipped and the failed tests of a run, and its warnings, a line each. The last line has the counts.
 */
export function printResults({ passed, failed, skipped, warnings }) {
  for (const test of skipped) console.log(`skipped ${test}`);
  for (const warning of warnings) console.log(`warning ${warning}`);
  for (const test of failed) console.log(`failed  ${test}`);
  if (skipped.length > 0) console.log(`${skipped.length} skipped`);
  if (warnings.length > 0) console.log(`Warnings in the output: ${warnings.length}`);
  console.log(`${passed} passed, ${failed.length} failed`);
}
