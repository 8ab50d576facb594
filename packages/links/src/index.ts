/**
 * Links by which two people become contacts, or one person is allowed to invite the other.
 *
 * @packageDocumentation
 */
export type { DeadLink } from './link-book.ts';
export type { LinkStore, LinkUse } from './link-store.ts';
export { forQrCode, type LinkContent, type LinkKind, readLink, writeLink } from './link-text.ts';
export {
  createLinks,
  type Link,
  type LinkEvent,
  type LinkRequest,
  type Links,
  type LinksOptions,
} from './links.ts';
export { type OpenedLink, openLink } from './open-link.ts';
export { isLinkInvitation, LINK_APPLICATION_ID } from './spend-request.ts';
