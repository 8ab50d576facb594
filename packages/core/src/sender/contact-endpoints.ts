import type { Contact } from '../contract/contacts.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { CollaborationError, toCollaborationError } from '../errors/collaboration-error.ts';
import type { InvitingAdapter } from './inviting-adapter.ts';

/**
 * The endpoints of `contact`.
 *
 * @throws CollaborationError `NOT_SUPPORTED` when the adapter keeps no contacts.
 */
export function endpointsOf(
  operation: string,
  { contacts, name }: Pick<InvitingAdapter, 'contacts' | 'name'>,
  contact: Contact,
): PromiseLike<readonly Endpoint[]> {
  if (contacts !== undefined) return contacts.endpoints(contact);
  throw new CollaborationError(
    'NOT_SUPPORTED',
    `${operation}: the ${name} adapter has no table contacts. Name an endpoint.`,
  );
}

/** The error when nothing could be sent to `contact`. `errors` has one error for each of its endpoints. */
export function noneReached(
  operation: string,
  { peerName }: Contact,
  errors: readonly unknown[],
): CollaborationError {
  if (errors.length === 0) {
    return new CollaborationError(
      'UNREACHABLE',
      `${operation}: ${peerName} is at no known endpoint.`,
    );
  }
  const first = toCollaborationError(operation, errors[0]);
  if (errors.length === 1) return first;
  return new CollaborationError(
    first.code,
    `${operation}: none of the ${errors.length} endpoints of ${peerName} could be invited: ${first.message}`,
    { cause: new AggregateError(errors) },
  );
}
