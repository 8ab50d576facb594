/** What the page uses of the adapter. */
export const TABLES = [
  'invitations',
  'inbox',
  'identity',
  'channels',
  'visibility',
  'peopleNearMe',
  'contacts',
  'presence',
  'applications',
  'objects',
  'endpointData',
  'events',
] as const;
