import type { Endpoint } from '@beckon/core';
import { checkContent, invalidArgument } from '@beckon/core/adapter';

/** Checks an endpoint and its address. An address of the mock has no blanks. */
export function checkPlace(operation: string, endpoint: Endpoint): void {
  checkContent.endpoint(operation, endpoint);
  if (!/\s/.test(endpoint.address)) return;
  throw invalidArgument(`${operation}: endpoint.address is not an address of the mock network.`);
}
