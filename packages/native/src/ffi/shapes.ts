import type { Pointer } from './handles.ts';

// The plain objects that koffi reads from the structures and writes to them, with the header's names.

export interface GuidShape {
  readonly Data1: number;
  readonly Data2: number;
  readonly Data3: number;
  readonly Data4: Uint8Array;
}

/** Bytes for a function: koffi passes their address. */
export interface DataInput {
  readonly cbData: number;
  readonly pbData: Uint8Array | null;
}

/** Bytes that lie in a block. */
export interface DataOutput {
  readonly cbData: number;
  readonly pbData: Pointer | null;
}

export interface SocketAddressShape {
  readonly sin6_family: number;
  readonly sin6_port: number;
  readonly sin6_flowinfo: number;
  readonly sin6_addr: Uint8Array;
  readonly sin6_scope_id: number;
}

export interface EndpointShape {
  readonly address: { readonly dwSize: number; readonly sin6: SocketAddressShape };
  readonly pwzEndpointName: string | null;
}

export interface PersonShape {
  readonly pwzNickName: string | null;
  readonly endpoint: EndpointShape;
  readonly id: GuidShape;
}

export interface ApplicationShape<Data = DataInput> {
  readonly id: GuidShape;
  readonly data: Data;
  readonly pwzDescription: string | null;
}

export interface ObjectShape<Data = DataInput> {
  readonly id: GuidShape;
  readonly data: Data;
  readonly dwPublicationScope: number;
}

export interface ContactShape<Data = DataInput> {
  readonly pwzPeerName: string | null;
  readonly pwzNickName: string | null;
  readonly pwzDisplayName: string | null;
  readonly pwzEmailAddress: string | null;
  readonly fWatch: number;
  readonly WatcherPermissions: number;
  readonly credentials: Data;
}

export interface InvitationShape<Data = DataInput> {
  readonly applicationId: GuidShape;
  readonly applicationData: Data;
  readonly pwzMessage: string | null;
}

export interface LaunchInfoShape {
  readonly pContact: Pointer | null;
  readonly pEndpoint: Pointer | null;
  readonly pInvitation: Pointer | null;
}

export interface RegistrationInfoShape<Data = DataInput> {
  readonly application: ApplicationShape<Data>;
  readonly pwzApplicationToLaunch: string | null;
  readonly pwzApplicationArguments: string | null;
  readonly dwPublicationScope: number;
}

export interface PresenceShape {
  readonly status: number;
  readonly pwzDescriptiveText: string | null;
}

export interface EventRegistrationShape {
  readonly eventType: number;
  readonly pInstance: GuidShape | null;
}

/** The members of the event structures; each has some of them. */
export interface EventArmShape {
  readonly pContact: Pointer | null;
  readonly pEndpoint: Pointer | null;
  readonly changeType: number;
  readonly pPresenceInfo: Pointer | null;
  readonly pApplication: Pointer | null;
  readonly pObject: Pointer | null;
  readonly pPeopleNearMe: Pointer | null;
  readonly hrChange: number;
}

/** The object for each structure that is read. */
export interface OutputShapes {
  readonly PEER_ENDPOINT: EndpointShape;
  readonly PEER_PEOPLE_NEAR_ME: PersonShape;
  readonly PEER_APPLICATION: ApplicationShape<DataOutput>;
  readonly PEER_OBJECT: ObjectShape<DataOutput>;
  readonly PEER_CONTACT: ContactShape<DataOutput>;
  readonly PEER_INVITATION: InvitationShape<DataOutput>;
  readonly PEER_APP_LAUNCH_INFO: LaunchInfoShape;
  readonly PEER_APPLICATION_REGISTRATION_INFO: RegistrationInfoShape<DataOutput>;
  readonly PEER_PRESENCE_INFO: PresenceShape;
  readonly PEER_EVENT_WATCHLIST_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_PRESENCE_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_APPLICATION_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_OBJECT_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_ENDPOINT_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA: EventArmShape;
  readonly PEER_EVENT_REQUEST_STATUS_CHANGED_DATA: EventArmShape;
}
