import type { Koffi } from './koffi.ts';

/**
 * The structures of `p2p.h` for koffi.
 *
 * The structures are anonymous, because names are global in koffi and would collide between two copies of
 * this package. Their members have fixed widths, because `long` differs between systems. Enumerations are
 * 4-byte integers. A test compares sizes and offsets with numbers from the header.
 */
export function defineStructs(koffi: Koffi) {
  const { struct, array, pointer, union } = koffi;
  const GUID = struct({
    Data1: 'uint32',
    Data2: 'uint16',
    Data3: 'uint16',
    Data4: array('uint8', 8, 'Typed'),
  });
  const SOCKADDR_IN6 = struct({
    sin6_family: 'uint16',
    sin6_port: 'uint16_be',
    sin6_flowinfo: 'uint32',
    sin6_addr: array('uint8', 16, 'Typed'),
    sin6_scope_id: 'uint32',
  });
  const PEER_DATA = struct({ cbData: 'uint32', pbData: 'void *' });
  const PEER_ADDRESS = struct({ dwSize: 'uint32', sin6: SOCKADDR_IN6 });
  const PEER_ENDPOINT = struct({ address: PEER_ADDRESS, pwzEndpointName: 'str16' });
  const PEER_PEOPLE_NEAR_ME = struct({
    pwzNickName: 'str16',
    endpoint: PEER_ENDPOINT,
    id: GUID,
  });
  const PEER_APPLICATION = struct({ id: GUID, data: PEER_DATA, pwzDescription: 'str16' });
  const PEER_OBJECT = struct({ id: GUID, data: PEER_DATA, dwPublicationScope: 'uint32' });
  const PEER_CONTACT = struct({
    pwzPeerName: 'str16',
    pwzNickName: 'str16',
    pwzDisplayName: 'str16',
    pwzEmailAddress: 'str16',
    fWatch: 'int32',
    WatcherPermissions: 'int32',
    credentials: PEER_DATA,
  });
  const PEER_INVITATION = struct({
    applicationId: GUID,
    applicationData: PEER_DATA,
    pwzMessage: 'str16',
  });
  // The message is reserved, and may point anywhere. It is declared as a pointer, and never followed.
  const PEER_INVITATION_RESPONSE = struct({
    action: 'int32',
    pwzMessage: 'void *',
    hrExtendedInfo: 'int32',
  });
  const PEER_APP_LAUNCH_INFO = struct({
    pContact: 'void *',
    pEndpoint: 'void *',
    pInvitation: 'void *',
  });
  const PEER_APPLICATION_REGISTRATION_INFO = struct({
    application: PEER_APPLICATION,
    pwzApplicationToLaunch: 'str16',
    pwzApplicationArguments: 'str16',
    dwPublicationScope: 'uint32',
  });
  const PEER_PRESENCE_INFO = struct({ status: 'int32', pwzDescriptiveText: 'str16' });
  const PEER_COLLAB_EVENT_REGISTRATION = struct({ eventType: 'int32', pInstance: pointer(GUID) });

  const PEER_EVENT_WATCHLIST_CHANGED_DATA = struct({ pContact: 'void *', changeType: 'int32' });
  const PEER_EVENT_PRESENCE_CHANGED_DATA = struct({
    pContact: 'void *',
    pEndpoint: 'void *',
    changeType: 'int32',
    pPresenceInfo: 'void *',
  });
  const PEER_EVENT_APPLICATION_CHANGED_DATA = struct({
    pContact: 'void *',
    pEndpoint: 'void *',
    changeType: 'int32',
    pApplication: 'void *',
  });
  const PEER_EVENT_OBJECT_CHANGED_DATA = struct({
    pContact: 'void *',
    pEndpoint: 'void *',
    changeType: 'int32',
    pObject: 'void *',
  });
  const PEER_EVENT_ENDPOINT_CHANGED_DATA = struct({ pContact: 'void *', pEndpoint: 'void *' });
  const PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA = struct({
    changeType: 'int32',
    pPeopleNearMe: 'void *',
  });
  const PEER_EVENT_REQUEST_STATUS_CHANGED_DATA = struct({
    pEndpoint: 'void *',
    hrChange: 'int32',
  });
  const PEER_COLLAB_EVENT_DATA = struct({
    eventType: 'int32',
    data: union({
      watchListChangedData: PEER_EVENT_WATCHLIST_CHANGED_DATA,
      presenceChangedData: PEER_EVENT_PRESENCE_CHANGED_DATA,
      applicationChangedData: PEER_EVENT_APPLICATION_CHANGED_DATA,
      objectChangedData: PEER_EVENT_OBJECT_CHANGED_DATA,
      endpointChangedData: PEER_EVENT_ENDPOINT_CHANGED_DATA,
      peopleNearMeChangedData: PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA,
      requestStatusChangedData: PEER_EVENT_REQUEST_STATUS_CHANGED_DATA,
    }),
  });

  return {
    GUID,
    SOCKADDR_IN6,
    PEER_DATA,
    PEER_ADDRESS,
    PEER_ENDPOINT,
    PEER_PEOPLE_NEAR_ME,
    PEER_APPLICATION,
    PEER_OBJECT,
    PEER_CONTACT,
    PEER_INVITATION,
    PEER_INVITATION_RESPONSE,
    PEER_APP_LAUNCH_INFO,
    PEER_APPLICATION_REGISTRATION_INFO,
    PEER_PRESENCE_INFO,
    PEER_COLLAB_EVENT_REGISTRATION,
    PEER_EVENT_WATCHLIST_CHANGED_DATA,
    PEER_EVENT_PRESENCE_CHANGED_DATA,
    PEER_EVENT_APPLICATION_CHANGED_DATA,
    PEER_EVENT_OBJECT_CHANGED_DATA,
    PEER_EVENT_ENDPOINT_CHANGED_DATA,
    PEER_EVENT_PEOPLE_NEAR_ME_CHANGED_DATA,
    PEER_EVENT_REQUEST_STATUS_CHANGED_DATA,
    PEER_COLLAB_EVENT_DATA,
  } as const;
}

export type Structs = ReturnType<typeof defineStructs>;
