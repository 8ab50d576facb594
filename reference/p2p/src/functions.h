/* The 46 exported functions, in the order of exports.def. */
#pragma once

#define FOR_EACH_FUNCTION(X)                   \
    X(PeerCollabAddContact)                    \
    X(PeerCollabAsyncInviteContact)            \
    X(PeerCollabAsyncInviteEndpoint)           \
    X(PeerCollabCancelInvitation)              \
    X(PeerCollabCloseHandle)                   \
    X(PeerCollabDeleteContact)                 \
    X(PeerCollabDeleteEndpointData)            \
    X(PeerCollabDeleteObject)                  \
    X(PeerCollabEnumApplicationRegistrationInfo) \
    X(PeerCollabEnumApplications)              \
    X(PeerCollabEnumContacts)                  \
    X(PeerCollabEnumEndpoints)                 \
    X(PeerCollabEnumObjects)                   \
    X(PeerCollabEnumPeopleNearMe)              \
    X(PeerCollabExportContact)                 \
    X(PeerCollabGetAppLaunchInfo)              \
    X(PeerCollabGetApplicationRegistrationInfo) \
    X(PeerCollabGetContact)                    \
    X(PeerCollabGetEndpointName)               \
    X(PeerCollabGetEventData)                  \
    X(PeerCollabGetInvitationResponse)         \
    X(PeerCollabGetPresenceInfo)               \
    X(PeerCollabGetSigninOptions)              \
    X(PeerCollabInviteContact)                 \
    X(PeerCollabInviteEndpoint)                \
    X(PeerCollabParseContact)                  \
    X(PeerCollabQueryContactData)              \
    X(PeerCollabRefreshEndpointData)           \
    X(PeerCollabRegisterApplication)           \
    X(PeerCollabRegisterEvent)                 \
    X(PeerCollabSetEndpointName)               \
    X(PeerCollabSetObject)                     \
    X(PeerCollabSetPresenceInfo)               \
    X(PeerCollabShutdown)                      \
    X(PeerCollabSignin)                        \
    X(PeerCollabSignout)                       \
    X(PeerCollabStartup)                       \
    X(PeerCollabSubscribeEndpointData)         \
    X(PeerCollabUnregisterApplication)         \
    X(PeerCollabUnregisterEvent)               \
    X(PeerCollabUnsubscribeEndpointData)       \
    X(PeerCollabUpdateContact)                 \
    X(PeerEndEnumeration)                      \
    X(PeerFreeData)                            \
    X(PeerGetItemCount)                        \
    X(PeerGetNextItem)

#define FUNCTION_ID(name) FN_##name,
typedef enum FunctionId { FOR_EACH_FUNCTION(FUNCTION_ID) FUNCTION_COUNT } FunctionId;
#undef FUNCTION_ID
