/**
 * Prints the failed and the skipped tests of a run, and its warnings. The last line has the counts.
 */
export function printResults({ passed, failed, skipped, warnings }) {
  for (const test of failed) console.log(`failed  ${test}`);
  for (const warning of warnings) console.log(`warning ${warning}`);
  if (skipped.length > 0) console.log(`${skipped.length} skipped: ${skipped.join(', ')}`);
  if (warnings.length > 0) console.log(`Warnings in the output: ${warnings.length}`);
  console.log(`${passed} passed, ${failed.length} failed`);
}
