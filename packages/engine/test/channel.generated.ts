/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, message, streamMessage } from 'protons-runtime';
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc';
import type { Codec, DecodeOptions } from 'protons-runtime';
import type { Uint8ArrayList } from 'uint8arraylist';

export interface ChannelFrame {
  open?: Open;
  opened?: Opened;
  refused?: Refused;
  message?: Uint8Array<ArrayBuffer>;
  credit?: Credit;
  end?: End;
  ping?: Ping;
  pong?: Pong;
}

export namespace ChannelFrame {
  let _codec: Codec<ChannelFrame>;

  export const codec = (): Codec<ChannelFrame> => {
    if (_codec == null) {
      _codec = message<ChannelFrame>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.open != null) {
            w.uint32(10);
            Open.codec().encode(obj.open, w);
          }

          if (obj.opened != null) {
            w.uint32(18);
            Opened.codec().encode(obj.opened, w);
          }

          if (obj.refused != null) {
            w.uint32(26);
            Refused.codec().encode(obj.refused, w);
          }

          if (obj.message != null) {
            w.uint32(34);
            w.bytes(obj.message);
          }

          if (obj.credit != null) {
            w.uint32(42);
            Credit.codec().encode(obj.credit, w);
          }

          if (obj.end != null) {
            w.uint32(50);
            End.codec().encode(obj.end, w);
          }

          if (obj.ping != null) {
            w.uint32(58);
            Ping.codec().encode(obj.ping, w);
          }

          if (obj.pong != null) {
            w.uint32(66);
            Pong.codec().encode(obj.pong, w);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {};

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.open = Open.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.open,
                });
                break;
              }
              case 2: {
                obj.opened = Opened.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.opened,
                });
                break;
              }
              case 3: {
                obj.refused = Refused.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.refused,
                });
                break;
              }
              case 4: {
                obj.message = reader.bytes();
                break;
              }
              case 5: {
                obj.credit = Credit.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.credit,
                });
                break;
              }
              case 6: {
                obj.end = End.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.end,
                });
                break;
              }
              case 7: {
                obj.ping = Ping.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.ping,
                });
                break;
              }
              case 8: {
                obj.pong = Pong.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.pong,
                });
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                yield* Open.codec().stream(reader, reader.uint32(), `${prefix}.open`, {
                  limits: opts.limits?.open,
                });

                break;
              }
              case 2: {
                yield* Opened.codec().stream(reader, reader.uint32(), `${prefix}.opened`, {
                  limits: opts.limits?.opened,
                });

                break;
              }
              case 3: {
                yield* Refused.codec().stream(reader, reader.uint32(), `${prefix}.refused`, {
                  limits: opts.limits?.refused,
                });

                break;
              }
              case 4: {
                yield {
                  field: `${prefix}.message`,
                  value: reader.bytes(),
                };
                break;
              }
              case 5: {
                yield* Credit.codec().stream(reader, reader.uint32(), `${prefix}.credit`, {
                  limits: opts.limits?.credit,
                });

                break;
              }
              case 6: {
                yield* End.codec().stream(reader, reader.uint32(), `${prefix}.end`, {
                  limits: opts.limits?.end,
                });

                break;
              }
              case 7: {
                yield* Ping.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                  limits: opts.limits?.ping,
                });

                break;
              }
              case 8: {
                yield* Pong.codec().stream(reader, reader.uint32(), `${prefix}.pong`, {
                  limits: opts.limits?.pong,
                });

                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export interface ChannelFrameOpenVersionFieldEvent {
    field: '$.open.version';
    value: number;
  }

  export interface ChannelFrameOpenInvitationIdFieldEvent {
    field: '$.open.invitationId';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface ChannelFrameRefusedReasonFieldEvent {
    field: '$.refused.reason';
    value: number;
  }

  export interface ChannelFrameMessageFieldEvent {
    field: '$.message';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface ChannelFrameCreditBytesFieldEvent {
    field: '$.credit.bytes';
    value: number;
  }

  export function encode(obj: Partial<ChannelFrame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChannelFrame.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ChannelFrame>,
  ): ChannelFrame {
    return decodeMessage(buf, ChannelFrame.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ChannelFrame>,
  ): Generator<
    | ChannelFrameOpenVersionFieldEvent
    | ChannelFrameOpenInvitationIdFieldEvent
    | ChannelFrameRefusedReasonFieldEvent
    | ChannelFrameMessageFieldEvent
    | ChannelFrameCreditBytesFieldEvent
  > {
    return streamMessage(buf, ChannelFrame.codec(), opts);
  }
}

export interface Open {
  version: number;
  invitationId: Uint8Array<ArrayBuffer>;
}

export namespace Open {
  let _codec: Codec<Open>;

  export const codec = (): Codec<Open> => {
    if (_codec == null) {
      _codec = message<Open>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.version != null && obj.version !== 0) {
            w.uint32(8);
            w.uint32(obj.version);
          }

          if (obj.invitationId != null && obj.invitationId.byteLength > 0) {
            w.uint32(18);
            w.bytes(obj.invitationId);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            version: 0,
            invitationId: uint8ArrayAlloc(0),
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.version = reader.uint32();
                break;
              }
              case 2: {
                obj.invitationId = reader.bytes();
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                yield {
                  field: `${prefix}.version`,
                  value: reader.uint32(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.invitationId`,
                  value: reader.bytes(),
                };
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export interface OpenVersionFieldEvent {
    field: '$.version';
    value: number;
  }

  export interface OpenInvitationIdFieldEvent {
    field: '$.invitationId';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Open>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Open.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Open>): Open {
    return decodeMessage(buf, Open.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Open>,
  ): Generator<OpenVersionFieldEvent | OpenInvitationIdFieldEvent> {
    return streamMessage(buf, Open.codec(), opts);
  }
}

export interface Opened {}

export namespace Opened {
  let _codec: Codec<Opened>;

  export const codec = (): Codec<Opened> => {
    if (_codec == null) {
      _codec = message<Opened>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {};

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export function encode(obj: Partial<Opened>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Opened.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Opened>): Opened {
    return decodeMessage(buf, Opened.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Opened>,
  ): Generator<{}> {
    return streamMessage(buf, Opened.codec(), opts);
  }
}

export interface Refused {
  reason: number;
}

export namespace Refused {
  let _codec: Codec<Refused>;

  export const codec = (): Codec<Refused> => {
    if (_codec == null) {
      _codec = message<Refused>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.reason != null && obj.reason !== 0) {
            w.uint32(8);
            w.uint32(obj.reason);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            reason: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.reason = reader.uint32();
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                yield {
                  field: `${prefix}.reason`,
                  value: reader.uint32(),
                };
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export interface RefusedReasonFieldEvent {
    field: '$.reason';
    value: number;
  }

  export function encode(obj: Partial<Refused>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Refused.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refused>): Refused {
    return decodeMessage(buf, Refused.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Refused>,
  ): Generator<RefusedReasonFieldEvent> {
    return streamMessage(buf, Refused.codec(), opts);
  }
}

export interface Credit {
  bytes: number;
}

export namespace Credit {
  let _codec: Codec<Credit>;

  export const codec = (): Codec<Credit> => {
    if (_codec == null) {
      _codec = message<Credit>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.bytes != null && obj.bytes !== 0) {
            w.uint32(8);
            w.uint32(obj.bytes);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            bytes: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.bytes = reader.uint32();
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                yield {
                  field: `${prefix}.bytes`,
                  value: reader.uint32(),
                };
                break;
              }
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export interface CreditBytesFieldEvent {
    field: '$.bytes';
    value: number;
  }

  export function encode(obj: Partial<Credit>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Credit.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Credit>): Credit {
    return decodeMessage(buf, Credit.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Credit>,
  ): Generator<CreditBytesFieldEvent> {
    return streamMessage(buf, Credit.codec(), opts);
  }
}

export interface End {}

export namespace End {
  let _codec: Codec<End>;

  export const codec = (): Codec<End> => {
    if (_codec == null) {
      _codec = message<End>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {};

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export function encode(obj: Partial<End>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, End.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<End>): End {
    return decodeMessage(buf, End.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<End>,
  ): Generator<{}> {
    return streamMessage(buf, End.codec(), opts);
  }
}

export interface Ping {}

export namespace Ping {
  let _codec: Codec<Ping>;

  export const codec = (): Codec<Ping> => {
    if (_codec == null) {
      _codec = message<Ping>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {};

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export function encode(obj: Partial<Ping>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Ping.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ping>): Ping {
    return decodeMessage(buf, Ping.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Ping>,
  ): Generator<{}> {
    return streamMessage(buf, Ping.codec(), opts);
  }
}

export interface Pong {}

export namespace Pong {
  let _codec: Codec<Pong>;

  export const codec = (): Codec<Pong> => {
    if (_codec == null) {
      _codec = message<Pong>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {};

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }

          return obj;
        },
        function* (reader, length, prefix, opts = {}) {
          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              default: {
                reader.skipType(tag & 7);
                break;
              }
            }
          }
        },
      );
    }

    return _codec;
  };

  export function encode(obj: Partial<Pong>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Pong.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Pong>): Pong {
    return decodeMessage(buf, Pong.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Pong>,
  ): Generator<{}> {
    return streamMessage(buf, Pong.codec(), opts);
  }
}
