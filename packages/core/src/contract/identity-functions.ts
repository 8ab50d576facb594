import type { Contact } from '../domain/contact.ts';
import type { Endpoint } from '../domain/endpoint.ts';

/** Who and where this side is, to be shown to others. Absent on Windows, where `contacts.get()` and the subnet tell. */
export interface IdentityFunctions {
  /** Oneself. */
  contact(): PromiseLike<Contact>;
  /** Where others reach this side now; the best first. */
  endpoints(): PromiseLike<readonly Endpoint[]>;
}
