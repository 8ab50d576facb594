import type { Koffi, KoffiType } from './koffi.ts';
import type {
  EnumerationHandle,
  InvitationPointer,
  KernelEventHandle,
  Out,
  Pointer,
  PointerCell,
  EventQueueHandle,
} from './handles.ts';
import type {
  ContactShape,
  EndpointShape,
  EventRegistrationShape,
  GuidShape,
  InvitationShape,
  ObjectShape,
  PresenceShape,
  RegistrationInfoShape,
} from './shapes.ts';
import type { Structs } from './structs.ts';

/** A result, signed, as koffi gives it. */
export type Hresult = number;

export type BlockOut = Out<Pointer>;
export type EnumerationOut = Out<EnumerationHandle>;

/**
 * The 46 functions of `P2P.dll`, under their own names.
 *
 * A function that is documented to block runs on a thread of libuv and replies with a promise. All other
 * functions are called at once, on the calling thread.
 */
export interface PeerFunctions {
  PeerCollabStartup(versionRequested: number): Hresult;
  PeerCollabShutdown(): Hresult;
  PeerCollabSignin(parentWindow: null, options: number): Promise<Hresult>;
  PeerCollabSignout(options: number): Hresult;
  PeerCollabGetSigninOptions(options: Out<number>): Hresult;

  PeerCollabAsyncInviteContact(
    contact: ContactShape,
    endpoint: EndpointShape,
    invitation: InvitationShape,
    event: KernelEventHandle | null,
    handle: Out<InvitationPointer> | null,
  ): Hresult;
  PeerCollabAsyncInviteEndpoint(
    endpoint: EndpointShape,
    invitation: InvitationShape,
    event: KernelEventHandle | null,
    handle: Out<InvitationPointer> | null,
  ): Hresult;
  PeerCollabGetInvitationResponse(handle: InvitationPointer, response: PointerCell): Hresult;
  PeerCollabCancelInvitation(handle: InvitationPointer): Hresult;
  PeerCollabCloseHandle(handle: InvitationPointer): Hresult;
  PeerCollabInviteContact(
    contact: ContactShape,
    endpoint: EndpointShape,
    invitation: InvitationShape,
    response: BlockOut,
  ): Promise<Hresult>;
  PeerCollabInviteEndpoint(
    endpoint: EndpointShape,
    invitation: InvitationShape,
    response: BlockOut,
  ): Promise<Hresult>;

  PeerCollabGetAppLaunchInfo(info: BlockOut): Hresult;
  PeerCollabRegisterApplication(registration: RegistrationInfoShape, type: number): Hresult;
  PeerCollabUnregisterApplication(id: GuidShape, type: number): Hresult;
  PeerCollabGetApplicationRegistrationInfo(id: GuidShape, type: number, info: BlockOut): Hresult;
  PeerCollabEnumApplicationRegistrationInfo(type: number, enumeration: EnumerationOut): Hresult;

  PeerCollabGetPresenceInfo(endpoint: EndpointShape | null, presence: BlockOut): Hresult;
  PeerCollabSetPresenceInfo(presence: PresenceShape): Hresult;
  PeerCollabEnumApplications(
    endpoint: EndpointShape | null,
    id: GuidShape | null,
    enumeration: EnumerationOut,
  ): Hresult;
  PeerCollabEnumObjects(
    endpoint: EndpointShape | null,
    id: GuidShape | null,
    enumeration: EnumerationOut,
  ): Hresult;
  PeerCollabSetObject(object: ObjectShape): Hresult;
  PeerCollabDeleteObject(id: GuidShape): Hresult;
  PeerCollabEnumEndpoints(contact: ContactShape, enumeration: EnumerationOut): Hresult;
  PeerCollabRefreshEndpointData(endpoint: EndpointShape): Hresult;
  PeerCollabDeleteEndpointData(endpoint: EndpointShape): Hresult;
  PeerCollabQueryContactData(endpoint: EndpointShape | null, contactData: BlockOut): Hresult;
  PeerCollabSubscribeEndpointData(endpoint: EndpointShape): Hresult;
  PeerCollabUnsubscribeEndpointData(endpoint: EndpointShape): Promise<Hresult>;
  PeerCollabGetEndpointName(name: BlockOut): Hresult;
  PeerCollabSetEndpointName(name: string): Hresult;

  PeerCollabEnumPeopleNearMe(enumeration: EnumerationOut): Hresult;
  PeerCollabAddContact(contactData: string, contact: BlockOut): Hresult;
  PeerCollabDeleteContact(peerName: string): Hresult;
  PeerCollabGetContact(peerName: string | null, contact: BlockOut): Hresult;
  PeerCollabUpdateContact(contact: ContactShape): Promise<Hresult>;
  PeerCollabEnumContacts(enumeration: EnumerationOut): Hresult;
  PeerCollabExportContact(peerName: string | null, contactData: BlockOut): Hresult;
  PeerCollabParseContact(contactData: string, contact: BlockOut): Hresult;

  PeerCollabRegisterEvent(
    event: KernelEventHandle,
    count: number,
    registrations: readonly EventRegistrationShape[],
    queue: Out<EventQueueHandle>,
  ): Hresult;
  PeerCollabGetEventData(queue: EventQueueHandle, event: BlockOut): Hresult;
  PeerCollabUnregisterEvent(queue: EventQueueHandle): Hresult;

  PeerFreeData(block: Pointer): void;
  PeerGetItemCount(enumeration: EnumerationHandle, count: Out<number>): Hresult;
  PeerGetNextItem(enumeration: EnumerationHandle, count: [number], items: BlockOut): Hresult;
  PeerEndEnumeration(enumeration: EnumerationHandle): Hresult;
}

export type PeerFunctionName = keyof PeerFunctions;

export interface PeerSignature {
  readonly result: 'int32' | 'void';
  readonly parameters: KoffiType[];
  readonly isBlocking: boolean;
}

/** The signature of each function. */
export function peerSignatures(
  koffi: Koffi,
  structs: Structs,
): Readonly<Record<PeerFunctionName, PeerSignature>> {
  const { inout, out, pointer } = koffi;
  const handle = 'void *';
  const blockOut = out(pointer('void *'));
  const handleOut = blockOut;
  const dwordOut = out(pointer('uint32'));
  const guid = pointer(structs.GUID);
  const endpoint = pointer(structs.PEER_ENDPOINT);
  const contact = pointer(structs.PEER_CONTACT);
  const invitation = pointer(structs.PEER_INVITATION);
  return {
    PeerCollabStartup: call('uint16'),
    PeerCollabShutdown: call(),
    PeerCollabSignin: blocking(handle, 'uint32'),
    PeerCollabSignout: call('uint32'),
    PeerCollabGetSigninOptions: call(dwordOut),

    PeerCollabAsyncInviteContact: call(contact, endpoint, invitation, handle, handleOut),
    PeerCollabAsyncInviteEndpoint: call(endpoint, invitation, handle, handleOut),
    PeerCollabGetInvitationResponse: call(handle, 'void *'),
    PeerCollabCancelInvitation: call(handle),
    PeerCollabCloseHandle: call(handle),
    PeerCollabInviteContact: blocking(contact, endpoint, invitation, blockOut),
    PeerCollabInviteEndpoint: blocking(endpoint, invitation, blockOut),

    PeerCollabGetAppLaunchInfo: call(blockOut),
    PeerCollabRegisterApplication: call(
      pointer(structs.PEER_APPLICATION_REGISTRATION_INFO),
      'int32',
    ),
    PeerCollabUnregisterApplication: call(guid, 'int32'),
    PeerCollabGetApplicationRegistrationInfo: call(guid, 'int32', blockOut),
    PeerCollabEnumApplicationRegistrationInfo: call('int32', handleOut),

    PeerCollabGetPresenceInfo: call(endpoint, blockOut),
    PeerCollabSetPresenceInfo: call(pointer(structs.PEER_PRESENCE_INFO)),
    PeerCollabEnumApplications: call(endpoint, guid, handleOut),
    PeerCollabEnumObjects: call(endpoint, guid, handleOut),
    PeerCollabSetObject: call(pointer(structs.PEER_OBJECT)),
    PeerCollabDeleteObject: call(guid),
    PeerCollabEnumEndpoints: call(contact, handleOut),
    PeerCollabRefreshEndpointData: call(endpoint),
    PeerCollabDeleteEndpointData: call(endpoint),
    PeerCollabQueryContactData: call(endpoint, blockOut),
    PeerCollabSubscribeEndpointData: call(endpoint),
    PeerCollabUnsubscribeEndpointData: blocking(endpoint),
    PeerCollabGetEndpointName: call(blockOut),
    PeerCollabSetEndpointName: call('str16'),

    PeerCollabEnumPeopleNearMe: call(handleOut),
    PeerCollabAddContact: call('str16', blockOut),
    PeerCollabDeleteContact: call('str16'),
    PeerCollabGetContact: call('str16', blockOut),
    PeerCollabUpdateContact: blocking(contact),
    PeerCollabEnumContacts: call(handleOut),
    PeerCollabExportContact: call('str16', blockOut),
    PeerCollabParseContact: call('str16', blockOut),

    PeerCollabRegisterEvent: call(
      handle,
      'uint32',
      pointer(structs.PEER_COLLAB_EVENT_REGISTRATION),
      handleOut,
    ),
    PeerCollabGetEventData: call(handle, blockOut),
    PeerCollabUnregisterEvent: call(handle),

    PeerFreeData: { result: 'void', parameters: ['void *'], isBlocking: false },
    PeerGetItemCount: call(handle, dwordOut),
    PeerGetNextItem: call(handle, inout(pointer('uint32')), blockOut),
    PeerEndEnumeration: call(handle),
  };

  function call(...parameters: KoffiType[]): PeerSignature {
    return { result: 'int32', parameters, isBlocking: false };
  }

  function blocking(...parameters: KoffiType[]): PeerSignature {
    return { result: 'int32', parameters, isBlocking: true };
  }
}
