declare const kind: unique symbol;

/** An address in this process, as koffi gives it. Never 0: NULL is `null`. */
export type Pointer = bigint;

type Handle<Kind extends string> = Pointer & { readonly [kind]: Kind };

/** An event object of the kernel (`CreateEventW`), released with `CloseHandle`. */
export type KernelEventHandle = Handle<'event'>;
/** A registered wait (`RegisterWaitForSingleObject`), released with `UnregisterWaitEx`. */
export type WaitHandle = Handle<'wait'>;
/** A sent invitation (`PeerCollabAsyncInvite…`), released with `PeerCollabCloseHandle` and nothing else. */
export type InvitationPointer = Handle<'invitation'>;
/** An enumeration (`PeerCollabEnum…`), released with `PeerEndEnumeration`. */
export type EnumerationHandle = Handle<'enumeration'>;
/** A queue of events (`PeerCollabRegisterEvent`), released with `PeerCollabUnregisterEvent`. */
export type EventQueueHandle = Handle<'queue'>;

/** An array of one element, to which a function writes a result. */
export type Out<Value> = [Value | null];

/**
 * An {@link Out} for an address, where speed matters: koffi passes the memory itself, which is several times
 * faster than copying an array. NULL is 0.
 */
export type PointerCell = BigUint64Array;
