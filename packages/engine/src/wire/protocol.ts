/** The value of `Hello.version`: the major version of the protocol. */
export const PROTOCOL_VERSION = 1;

/**
 * Longest frame without its length prefix, in bytes: 16 384 of data, a message of 255 UTF-16 units
 * (765 bytes), ids, and room for fields of later minor versions.
 */
export const MAX_FRAME_BYTES = 20_480;
