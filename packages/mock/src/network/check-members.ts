import { checkObject } from '@beckon/core/adapter';

/**
 * Checks that an object has no other members. A misspelt option must not count as an absent one.
 *
 * @throws TypeError
 */
export function checkMembers(
  operation: string,
  parameter: string,
  value: unknown,
  names: readonly string[],
): void {
  checkObject(operation, parameter, value);
  for (const name of Object.keys(value as object)) {
    if (names.includes(name)) continue;
    throw new TypeError(
      `${operation}: ${parameter} has no member ${JSON.stringify(name)}. Its members are ${names.join(', ')}.`,
    );
  }
}
