/* eslint-disable require-yield */

import {
  decodeMessage,
  encodeMessage,
  MaxLengthError,
  message,
  streamMessage,
} from 'protons-runtime';
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc';
import type { Codec, DecodeOptions } from 'protons-runtime';
import type { Uint8ArrayList } from 'uint8arraylist';

export interface Frame {
  hello?: Hello;
  invite?: Invite;
  delivered?: Delivered;
  answer?: Answer;
  confirm?: Confirm;
  withdraw?: Withdraw;
  failure?: Failure;
  ping?: Ping;
  pong?: Pong;
  goodbye?: Goodbye;
}

export namespace Frame {
  let _codec: Codec<Frame>;

  export const codec = (): Codec<Frame> => {
    if (_codec == null) {
      _codec = message<Frame>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.hello != null) {
            w.uint32(10);
            Hello.codec().encode(obj.hello, w);
          }

          if (obj.invite != null) {
            w.uint32(18);
            Invite.codec().encode(obj.invite, w);
          }

          if (obj.delivered != null) {
            w.uint32(26);
            Delivered.codec().encode(obj.delivered, w);
          }

          if (obj.answer != null) {
            w.uint32(34);
            Answer.codec().encode(obj.answer, w);
          }

          if (obj.confirm != null) {
            w.uint32(42);
            Confirm.codec().encode(obj.confirm, w);
          }

          if (obj.withdraw != null) {
            w.uint32(50);
            Withdraw.codec().encode(obj.withdraw, w);
          }

          if (obj.failure != null) {
            w.uint32(58);
            Failure.codec().encode(obj.failure, w);
          }

          if (obj.ping != null) {
            w.uint32(66);
            Ping.codec().encode(obj.ping, w);
          }

          if (obj.pong != null) {
            w.uint32(74);
            Pong.codec().encode(obj.pong, w);
          }

          if (obj.goodbye != null) {
            w.uint32(82);
            Goodbye.codec().encode(obj.goodbye, w);
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
                obj.hello = Hello.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.hello,
                });
                break;
              }
              case 2: {
                obj.invite = Invite.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.invite,
                });
                break;
              }
              case 3: {
                obj.delivered = Delivered.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.delivered,
                });
                break;
              }
              case 4: {
                obj.answer = Answer.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.answer,
                });
                break;
              }
              case 5: {
                obj.confirm = Confirm.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.confirm,
                });
                break;
              }
              case 6: {
                obj.withdraw = Withdraw.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.withdraw,
                });
                break;
              }
              case 7: {
                obj.failure = Failure.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.failure,
                });
                break;
              }
              case 8: {
                obj.ping = Ping.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.ping,
                });
                break;
              }
              case 9: {
                obj.pong = Pong.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.pong,
                });
                break;
              }
              case 10: {
                obj.goodbye = Goodbye.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.goodbye,
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
                yield* Hello.codec().stream(reader, reader.uint32(), `${prefix}.hello`, {
                  limits: opts.limits?.hello,
                });

                break;
              }
              case 2: {
                yield* Invite.codec().stream(reader, reader.uint32(), `${prefix}.invite`, {
                  limits: opts.limits?.invite,
                });

                break;
              }
              case 3: {
                yield* Delivered.codec().stream(reader, reader.uint32(), `${prefix}.delivered`, {
                  limits: opts.limits?.delivered,
                });

                break;
              }
              case 4: {
                yield* Answer.codec().stream(reader, reader.uint32(), `${prefix}.answer`, {
                  limits: opts.limits?.answer,
                });

                break;
              }
              case 5: {
                yield* Confirm.codec().stream(reader, reader.uint32(), `${prefix}.confirm`, {
                  limits: opts.limits?.confirm,
                });

                break;
              }
              case 6: {
                yield* Withdraw.codec().stream(reader, reader.uint32(), `${prefix}.withdraw`, {
                  limits: opts.limits?.withdraw,
                });

                break;
              }
              case 7: {
                yield* Failure.codec().stream(reader, reader.uint32(), `${prefix}.failure`, {
                  limits: opts.limits?.failure,
                });

                break;
              }
              case 8: {
                yield* Ping.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                  limits: opts.limits?.ping,
                });

                break;
              }
              case 9: {
                yield* Pong.codec().stream(reader, reader.uint32(), `${prefix}.pong`, {
                  limits: opts.limits?.pong,
                });

                break;
              }
              case 10: {
                yield* Goodbye.codec().stream(reader, reader.uint32(), `${prefix}.goodbye`, {
                  limits: opts.limits?.goodbye,
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

  export interface FrameHelloVersionFieldEvent {
    field: '$.hello.version';
    value: number;
  }

  export interface FrameHelloNameFieldEvent {
    field: '$.hello.name';
    value: string;
  }

  export interface FrameInviteIdFieldEvent {
    field: '$.invite.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameInviteApplicationIdFieldEvent {
    field: '$.invite.applicationId';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameInviteMessageFieldEvent {
    field: '$.invite.message';
    value: string;
  }

  export interface FrameInviteDataFieldEvent {
    field: '$.invite.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameInviteExpiresInMsFieldEvent {
    field: '$.invite.expiresInMs';
    value: number;
  }

  export interface FrameDeliveredIdFieldEvent {
    field: '$.delivered.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameAnswerIdFieldEvent {
    field: '$.answer.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameAnswerIsAcceptedFieldEvent {
    field: '$.answer.isAccepted';
    value: boolean;
  }

  export interface FrameAnswerMessageFieldEvent {
    field: '$.answer.message';
    value: string;
  }

  export interface FrameAnswerAgreesToFieldEvent {
    field: '$.answer.agreesTo[]';
    index: number;
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameAnswerDataFieldEvent {
    field: '$.answer.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameConfirmIdFieldEvent {
    field: '$.confirm.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameWithdrawIdFieldEvent {
    field: '$.withdraw.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameWithdrawReasonFieldEvent {
    field: '$.withdraw.reason';
    value: number;
  }

  export interface FrameFailureIdFieldEvent {
    field: '$.failure.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameFailureReasonFieldEvent {
    field: '$.failure.reason';
    value: number;
  }

  export interface FrameFailureHresultFieldEvent {
    field: '$.failure.hresult';
    value: number;
  }

  export interface FrameGoodbyeReasonFieldEvent {
    field: '$.goodbye.reason';
    value: number;
  }

  export function encode(obj: Partial<Frame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Frame.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Frame>): Frame {
    return decodeMessage(buf, Frame.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Frame>,
  ): Generator<
    | FrameHelloVersionFieldEvent
    | FrameHelloNameFieldEvent
    | FrameInviteIdFieldEvent
    | FrameInviteApplicationIdFieldEvent
    | FrameInviteMessageFieldEvent
    | FrameInviteDataFieldEvent
    | FrameInviteExpiresInMsFieldEvent
    | FrameDeliveredIdFieldEvent
    | FrameAnswerIdFieldEvent
    | FrameAnswerIsAcceptedFieldEvent
    | FrameAnswerMessageFieldEvent
    | FrameAnswerAgreesToFieldEvent
    | FrameAnswerDataFieldEvent
    | FrameConfirmIdFieldEvent
    | FrameWithdrawIdFieldEvent
    | FrameWithdrawReasonFieldEvent
    | FrameFailureIdFieldEvent
    | FrameFailureReasonFieldEvent
    | FrameFailureHresultFieldEvent
    | FrameGoodbyeReasonFieldEvent
  > {
    return streamMessage(buf, Frame.codec(), opts);
  }
}

export interface Hello {
  version: number;
  name?: string;
}

export namespace Hello {
  let _codec: Codec<Hello>;

  export const codec = (): Codec<Hello> => {
    if (_codec == null) {
      _codec = message<Hello>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.version != null && obj.version !== 0) {
            w.uint32(8);
            w.uint32(obj.version);
          }

          if (obj.name != null) {
            w.uint32(18);
            w.string(obj.name);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            version: 0,
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
                obj.name = reader.string();
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
                  field: `${prefix}.name`,
                  value: reader.string(),
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

  export interface HelloVersionFieldEvent {
    field: '$.version';
    value: number;
  }

  export interface HelloNameFieldEvent {
    field: '$.name';
    value: string;
  }

  export function encode(obj: Partial<Hello>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Hello.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hello>): Hello {
    return decodeMessage(buf, Hello.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Hello>,
  ): Generator<HelloVersionFieldEvent | HelloNameFieldEvent> {
    return streamMessage(buf, Hello.codec(), opts);
  }
}

export interface Invite {
  id: Uint8Array<ArrayBuffer>;
  applicationId: Uint8Array<ArrayBuffer>;
  message?: string;
  data?: Uint8Array<ArrayBuffer>;
  expiresInMs: number;
}

export namespace Invite {
  let _codec: Codec<Invite>;

  export const codec = (): Codec<Invite> => {
    if (_codec == null) {
      _codec = message<Invite>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.applicationId != null && obj.applicationId.byteLength > 0) {
            w.uint32(18);
            w.bytes(obj.applicationId);
          }

          if (obj.message != null) {
            w.uint32(26);
            w.string(obj.message);
          }

          if (obj.data != null) {
            w.uint32(34);
            w.bytes(obj.data);
          }

          if (obj.expiresInMs != null && obj.expiresInMs !== 0) {
            w.uint32(40);
            w.uint32(obj.expiresInMs);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
            applicationId: uint8ArrayAlloc(0),
            expiresInMs: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
                break;
              }
              case 2: {
                obj.applicationId = reader.bytes();
                break;
              }
              case 3: {
                obj.message = reader.string();
                break;
              }
              case 4: {
                obj.data = reader.bytes();
                break;
              }
              case 5: {
                obj.expiresInMs = reader.uint32();
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
                  field: `${prefix}.id`,
                  value: reader.bytes(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.applicationId`,
                  value: reader.bytes(),
                };
                break;
              }
              case 3: {
                yield {
                  field: `${prefix}.message`,
                  value: reader.string(),
                };
                break;
              }
              case 4: {
                yield {
                  field: `${prefix}.data`,
                  value: reader.bytes(),
                };
                break;
              }
              case 5: {
                yield {
                  field: `${prefix}.expiresInMs`,
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

  export interface InviteIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface InviteApplicationIdFieldEvent {
    field: '$.applicationId';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface InviteMessageFieldEvent {
    field: '$.message';
    value: string;
  }

  export interface InviteDataFieldEvent {
    field: '$.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface InviteExpiresInMsFieldEvent {
    field: '$.expiresInMs';
    value: number;
  }

  export function encode(obj: Partial<Invite>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Invite.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Invite>): Invite {
    return decodeMessage(buf, Invite.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Invite>,
  ): Generator<
    | InviteIdFieldEvent
    | InviteApplicationIdFieldEvent
    | InviteMessageFieldEvent
    | InviteDataFieldEvent
    | InviteExpiresInMsFieldEvent
  > {
    return streamMessage(buf, Invite.codec(), opts);
  }
}

export interface Delivered {
  id: Uint8Array<ArrayBuffer>;
}

export namespace Delivered {
  let _codec: Codec<Delivered>;

  export const codec = (): Codec<Delivered> => {
    if (_codec == null) {
      _codec = message<Delivered>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
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
                  field: `${prefix}.id`,
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

  export interface DeliveredIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Delivered>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Delivered.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Delivered>,
  ): Delivered {
    return decodeMessage(buf, Delivered.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Delivered>,
  ): Generator<DeliveredIdFieldEvent> {
    return streamMessage(buf, Delivered.codec(), opts);
  }
}

export interface Answer {
  id: Uint8Array<ArrayBuffer>;
  isAccepted: boolean;
  message?: string;
  agreesTo: Uint8Array<ArrayBuffer>[];
  data?: Uint8Array<ArrayBuffer>;
}

export namespace Answer {
  let _codec: Codec<Answer>;

  export const codec = (): Codec<Answer> => {
    if (_codec == null) {
      _codec = message<Answer>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.isAccepted != null && obj.isAccepted !== false) {
            w.uint32(16);
            w.bool(obj.isAccepted);
          }

          if (obj.message != null) {
            w.uint32(26);
            w.string(obj.message);
          }

          if (obj.agreesTo != null && obj.agreesTo.length > 0) {
            for (const value of obj.agreesTo) {
              w.uint32(34);
              w.bytes(value);
            }
          }

          if (obj.data != null) {
            w.uint32(42);
            w.bytes(obj.data);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
            isAccepted: false,
            agreesTo: [],
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
                break;
              }
              case 2: {
                obj.isAccepted = reader.bool();
                break;
              }
              case 3: {
                obj.message = reader.string();
                break;
              }
              case 4: {
                if (opts.limits?.agreesTo != null && obj.agreesTo.length === opts.limits.agreesTo) {
                  throw new MaxLengthError(
                    'Decode error - repeated field "agreesTo" had too many elements',
                  );
                }

                obj.agreesTo.push(reader.bytes());
                break;
              }
              case 5: {
                obj.data = reader.bytes();
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
          const obj = {
            agreesTo: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                yield {
                  field: `${prefix}.id`,
                  value: reader.bytes(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.isAccepted`,
                  value: reader.bool(),
                };
                break;
              }
              case 3: {
                yield {
                  field: `${prefix}.message`,
                  value: reader.string(),
                };
                break;
              }
              case 4: {
                if (opts.limits?.agreesTo != null && obj.agreesTo === opts.limits.agreesTo) {
                  throw new MaxLengthError(
                    'Streaming decode error - repeated field "agreesTo" had too many elements',
                  );
                }

                yield {
                  field: `${prefix}.agreesTo[]`,
                  index: obj.agreesTo,
                  value: reader.bytes(),
                };

                obj.agreesTo++;

                break;
              }
              case 5: {
                yield {
                  field: `${prefix}.data`,
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

  export interface AnswerIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface AnswerIsAcceptedFieldEvent {
    field: '$.isAccepted';
    value: boolean;
  }

  export interface AnswerMessageFieldEvent {
    field: '$.message';
    value: string;
  }

  export interface AnswerAgreesToFieldEvent {
    field: '$.agreesTo[]';
    index: number;
    value: Uint8Array<ArrayBuffer>;
  }

  export interface AnswerDataFieldEvent {
    field: '$.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Answer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Answer.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Answer>): Answer {
    return decodeMessage(buf, Answer.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Answer>,
  ): Generator<
    | AnswerIdFieldEvent
    | AnswerIsAcceptedFieldEvent
    | AnswerMessageFieldEvent
    | AnswerAgreesToFieldEvent
    | AnswerDataFieldEvent
  > {
    return streamMessage(buf, Answer.codec(), opts);
  }
}

export interface Confirm {
  id: Uint8Array<ArrayBuffer>;
}

export namespace Confirm {
  let _codec: Codec<Confirm>;

  export const codec = (): Codec<Confirm> => {
    if (_codec == null) {
      _codec = message<Confirm>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
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
                  field: `${prefix}.id`,
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

  export interface ConfirmIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Confirm>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Confirm.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Confirm>): Confirm {
    return decodeMessage(buf, Confirm.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Confirm>,
  ): Generator<ConfirmIdFieldEvent> {
    return streamMessage(buf, Confirm.codec(), opts);
  }
}

export interface Withdraw {
  id: Uint8Array<ArrayBuffer>;
  reason: number;
}

export namespace Withdraw {
  let _codec: Codec<Withdraw>;

  export const codec = (): Codec<Withdraw> => {
    if (_codec == null) {
      _codec = message<Withdraw>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.reason != null && obj.reason !== 0) {
            w.uint32(16);
            w.uint32(obj.reason);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
            reason: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
                break;
              }
              case 2: {
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
                  field: `${prefix}.id`,
                  value: reader.bytes(),
                };
                break;
              }
              case 2: {
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

  export interface WithdrawIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface WithdrawReasonFieldEvent {
    field: '$.reason';
    value: number;
  }

  export function encode(obj: Partial<Withdraw>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Withdraw.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Withdraw>,
  ): Withdraw {
    return decodeMessage(buf, Withdraw.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Withdraw>,
  ): Generator<WithdrawIdFieldEvent | WithdrawReasonFieldEvent> {
    return streamMessage(buf, Withdraw.codec(), opts);
  }
}

export interface Failure {
  id: Uint8Array<ArrayBuffer>;
  reason: number;
  hresult?: number;
}

export namespace Failure {
  let _codec: Codec<Failure>;

  export const codec = (): Codec<Failure> => {
    if (_codec == null) {
      _codec = message<Failure>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.reason != null && obj.reason !== 0) {
            w.uint32(16);
            w.uint32(obj.reason);
          }

          if (obj.hresult != null) {
            w.uint32(24);
            w.uint32(obj.hresult);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
            reason: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.id = reader.bytes();
                break;
              }
              case 2: {
                obj.reason = reader.uint32();
                break;
              }
              case 3: {
                obj.hresult = reader.uint32();
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
                  field: `${prefix}.id`,
                  value: reader.bytes(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.reason`,
                  value: reader.uint32(),
                };
                break;
              }
              case 3: {
                yield {
                  field: `${prefix}.hresult`,
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

  export interface FailureIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FailureReasonFieldEvent {
    field: '$.reason';
    value: number;
  }

  export interface FailureHresultFieldEvent {
    field: '$.hresult';
    value: number;
  }

  export function encode(obj: Partial<Failure>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Failure.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Failure>): Failure {
    return decodeMessage(buf, Failure.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Failure>,
  ): Generator<FailureIdFieldEvent | FailureReasonFieldEvent | FailureHresultFieldEvent> {
    return streamMessage(buf, Failure.codec(), opts);
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

export interface Goodbye {
  reason: number;
}

export namespace Goodbye {
  let _codec: Codec<Goodbye>;

  export const codec = (): Codec<Goodbye> => {
    if (_codec == null) {
      _codec = message<Goodbye>(
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

  export interface GoodbyeReasonFieldEvent {
    field: '$.reason';
    value: number;
  }

  export function encode(obj: Partial<Goodbye>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Goodbye.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Goodbye>): Goodbye {
    return decodeMessage(buf, Goodbye.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Goodbye>,
  ): Generator<GoodbyeReasonFieldEvent> {
    return streamMessage(buf, Goodbye.codec(), opts);
  }
}
