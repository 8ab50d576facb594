/**
 * Documented limits of the Peer Collaboration API. All adapters keep them, so that every adapter sends
 * the same invitations. Sources: the Microsoft reference pages of the structures and functions named,
 * and the managed wrapper `System.Net.PeerToPeer.Collaboration` where a page says nothing.
 */
export const LIMITS = Object.freeze({
  /** `PEER_INVITATION.pwzMessage`. */
  messageUtf16Units: 255,
  /** `PEER_INVITATION.applicationData`: 16K, inclusive in the managed wrapper. */
  invitationDataBytes: 16_384,
  /** How long an invitation waits for its answer: the limit of `PeerCollabInviteEndpoint`. */
  invitationLifetimeMs: 300_000,
  /** `PEER_APPLICATION.data`. */
  applicationDataBytes: 16_384,
  /** `PEER_APPLICATION.pwzDescription`. */
  descriptionUtf16Units: 255,
  /** `PeerCollabRegisterApplication`: for each registration type. */
  registeredApplications: 64,
  /** `PEER_OBJECT.data`. */
  objectDataBytes: 16_384,
  /** `PeerCollabSetObject`: for each peer. */
  publishedObjects: 128,
  /** `PEER_PRESENCE_INFO.pwzDescriptiveText`. */
  presenceTextUtf16Units: 255,
  /** `PEER_CONTACT.pwzNickName` and `pwzDisplayName`; `pwzEmailAddress` is held to the same. */
  contactNameUtf16Units: 255,
  /** `PEER_CONTACT.credentials`: no limit is documented; this one is beckon's own. */
  contactCredentialsBytes: 65_536,
  /** A contact card: no limit is documented; this one is beckon's own. */
  cardUtf16Units: 131_072,
  /** `PeerCollabSetEndpointName` says 255; the page of `PeerCollabGetEndpointName` says 25. */
  endpointNameUtf16Units: 255,
  /** `PeerCollabEnumEndpoints`: connections for each contact. */
  endpointsPerContact: 50,
} as const);
