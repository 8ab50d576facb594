/** `PEER_COLLAB_VERSION`: 1.0. */
export const PEER_COLLAB_VERSION = 0x0001;
/** `AF_INET6` of Winsock. */
export const AF_INET6 = 23;
/** `sizeof(PEER_ADDRESS)`. */
export const PEER_ADDRESS_SIZE = 32;

/** `PEER_SIGNIN_FLAGS` and `PEER_PUBLICATION_SCOPE`, by value. */
export const SCOPES = ['none', 'nearMe', 'internet', 'all'] as const;
/** `PEER_CHANGE_TYPE`, by value. */
export const CHANGE_TYPES = ['added', 'deleted', 'updated'] as const;
/** `PEER_INVITATION_RESPONSE_TYPE`, by value. */
export const RESPONSE_ACTIONS = ['declined', 'accepted', 'expired', 'error'] as const;
/** `PEER_APPLICATION_REGISTRATION_TYPE`, by value. */
export const REGISTRATION_TYPES = ['currentUser', 'allUsers'] as const;
/** `PEER_WATCH_PERMISSION`. */
export const WATCH_PERMISSION = { blocked: 0, allowed: 1 } as const;
/** `PEER_COLLAB_EVENT_TYPE`, by value less one. */
export const EVENT_TYPES = [
  'watchListChanged',
  'endpointChanged',
  'endpointPresenceChanged',
  'endpointApplicationChanged',
  'endpointObjectChanged',
  'myEndpointChanged',
  'myPresenceChanged',
  'myApplicationChanged',
  'myObjectChanged',
  'peopleNearMeChanged',
  'requestStatusChanged',
] as const;
