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
  watch?: Watch;
  unwatch?: Unwatch;
  state?: State;
  endpoint?: Endpoint;
  presence?: Presence;
  application?: Application;
  applicationRemoved?: ApplicationRemoved;
  object?: Object;
  objectRemoved?: ObjectRemoved;
  stateEnd?: StateEnd;
  watchEnd?: WatchEnd;
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

          if (obj.watch != null) {
            w.uint32(90);
            Watch.codec().encode(obj.watch, w);
          }

          if (obj.unwatch != null) {
            w.uint32(98);
            Unwatch.codec().encode(obj.unwatch, w);
          }

          if (obj.state != null) {
            w.uint32(106);
            State.codec().encode(obj.state, w);
          }

          if (obj.endpoint != null) {
            w.uint32(114);
            Endpoint.codec().encode(obj.endpoint, w);
          }

          if (obj.presence != null) {
            w.uint32(122);
            Presence.codec().encode(obj.presence, w);
          }

          if (obj.application != null) {
            w.uint32(130);
            Application.codec().encode(obj.application, w);
          }

          if (obj.applicationRemoved != null) {
            w.uint32(138);
            ApplicationRemoved.codec().encode(obj.applicationRemoved, w);
          }

          if (obj.object != null) {
            w.uint32(146);
            Object.codec().encode(obj.object, w);
          }

          if (obj.objectRemoved != null) {
            w.uint32(154);
            ObjectRemoved.codec().encode(obj.objectRemoved, w);
          }

          if (obj.stateEnd != null) {
            w.uint32(162);
            StateEnd.codec().encode(obj.stateEnd, w);
          }

          if (obj.watchEnd != null) {
            w.uint32(170);
            WatchEnd.codec().encode(obj.watchEnd, w);
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
              case 11: {
                obj.watch = Watch.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.watch,
                });
                break;
              }
              case 12: {
                obj.unwatch = Unwatch.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.unwatch,
                });
                break;
              }
              case 13: {
                obj.state = State.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.state,
                });
                break;
              }
              case 14: {
                obj.endpoint = Endpoint.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.endpoint,
                });
                break;
              }
              case 15: {
                obj.presence = Presence.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.presence,
                });
                break;
              }
              case 16: {
                obj.application = Application.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.application,
                });
                break;
              }
              case 17: {
                obj.applicationRemoved = ApplicationRemoved.codec().decode(
                  reader,
                  reader.uint32(),
                  {
                    limits: opts.limits?.applicationRemoved,
                  },
                );
                break;
              }
              case 18: {
                obj.object = Object.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.object,
                });
                break;
              }
              case 19: {
                obj.objectRemoved = ObjectRemoved.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.objectRemoved,
                });
                break;
              }
              case 20: {
                obj.stateEnd = StateEnd.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.stateEnd,
                });
                break;
              }
              case 21: {
                obj.watchEnd = WatchEnd.codec().decode(reader, reader.uint32(), {
                  limits: opts.limits?.watchEnd,
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
              case 11: {
                yield* Watch.codec().stream(reader, reader.uint32(), `${prefix}.watch`, {
                  limits: opts.limits?.watch,
                });

                break;
              }
              case 12: {
                yield* Unwatch.codec().stream(reader, reader.uint32(), `${prefix}.unwatch`, {
                  limits: opts.limits?.unwatch,
                });

                break;
              }
              case 13: {
                yield* State.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                  limits: opts.limits?.state,
                });

                break;
              }
              case 14: {
                yield* Endpoint.codec().stream(reader, reader.uint32(), `${prefix}.endpoint`, {
                  limits: opts.limits?.endpoint,
                });

                break;
              }
              case 15: {
                yield* Presence.codec().stream(reader, reader.uint32(), `${prefix}.presence`, {
                  limits: opts.limits?.presence,
                });

                break;
              }
              case 16: {
                yield* Application.codec().stream(
                  reader,
                  reader.uint32(),
                  `${prefix}.application`,
                  {
                    limits: opts.limits?.application,
                  },
                );

                break;
              }
              case 17: {
                yield* ApplicationRemoved.codec().stream(
                  reader,
                  reader.uint32(),
                  `${prefix}.applicationRemoved`,
                  {
                    limits: opts.limits?.applicationRemoved,
                  },
                );

                break;
              }
              case 18: {
                yield* Object.codec().stream(reader, reader.uint32(), `${prefix}.object`, {
                  limits: opts.limits?.object,
                });

                break;
              }
              case 19: {
                yield* ObjectRemoved.codec().stream(
                  reader,
                  reader.uint32(),
                  `${prefix}.objectRemoved`,
                  {
                    limits: opts.limits?.objectRemoved,
                  },
                );

                break;
              }
              case 20: {
                yield* StateEnd.codec().stream(reader, reader.uint32(), `${prefix}.stateEnd`, {
                  limits: opts.limits?.stateEnd,
                });

                break;
              }
              case 21: {
                yield* WatchEnd.codec().stream(reader, reader.uint32(), `${prefix}.watchEnd`, {
                  limits: opts.limits?.watchEnd,
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

  export interface FrameWatchWatchFieldEvent {
    field: '$.watch.watch';
    value: number;
  }

  export interface FrameStateWatchFieldEvent {
    field: '$.state.watch';
    value: number;
  }

  export interface FrameEndpointNameFieldEvent {
    field: '$.endpoint.name';
    value: string;
  }

  export interface FrameEndpointCardFieldEvent {
    field: '$.endpoint.card';
    value: string;
  }

  export interface FramePresenceStatusFieldEvent {
    field: '$.presence.status';
    value: number;
  }

  export interface FramePresenceTextFieldEvent {
    field: '$.presence.text';
    value: string;
  }

  export interface FrameApplicationIdFieldEvent {
    field: '$.application.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameApplicationDescriptionFieldEvent {
    field: '$.application.description';
    value: string;
  }

  export interface FrameApplicationDataFieldEvent {
    field: '$.application.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameApplicationRemovedIdFieldEvent {
    field: '$.applicationRemoved.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameObjectIdFieldEvent {
    field: '$.object.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameObjectScopeFieldEvent {
    field: '$.object.scope';
    value: number;
  }

  export interface FrameObjectDataFieldEvent {
    field: '$.object.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameObjectRemovedIdFieldEvent {
    field: '$.objectRemoved.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface FrameWatchEndWatchFieldEvent {
    field: '$.watchEnd.watch';
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
    | FrameWatchWatchFieldEvent
    | FrameStateWatchFieldEvent
    | FrameEndpointNameFieldEvent
    | FrameEndpointCardFieldEvent
    | FramePresenceStatusFieldEvent
    | FramePresenceTextFieldEvent
    | FrameApplicationIdFieldEvent
    | FrameApplicationDescriptionFieldEvent
    | FrameApplicationDataFieldEvent
    | FrameApplicationRemovedIdFieldEvent
    | FrameObjectIdFieldEvent
    | FrameObjectScopeFieldEvent
    | FrameObjectDataFieldEvent
    | FrameObjectRemovedIdFieldEvent
    | FrameWatchEndWatchFieldEvent
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

export interface Watch {
  watch: number;
}

export namespace Watch {
  let _codec: Codec<Watch>;

  export const codec = (): Codec<Watch> => {
    if (_codec == null) {
      _codec = message<Watch>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.watch != null && obj.watch !== 0) {
            w.uint32(8);
            w.uint32(obj.watch);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            watch: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.watch = reader.uint32();
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
                  field: `${prefix}.watch`,
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

  export interface WatchWatchFieldEvent {
    field: '$.watch';
    value: number;
  }

  export function encode(obj: Partial<Watch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Watch.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Watch>): Watch {
    return decodeMessage(buf, Watch.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Watch>,
  ): Generator<WatchWatchFieldEvent> {
    return streamMessage(buf, Watch.codec(), opts);
  }
}

export interface Unwatch {}

export namespace Unwatch {
  let _codec: Codec<Unwatch>;

  export const codec = (): Codec<Unwatch> => {
    if (_codec == null) {
      _codec = message<Unwatch>(
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

  export function encode(obj: Partial<Unwatch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Unwatch.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Unwatch>): Unwatch {
    return decodeMessage(buf, Unwatch.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Unwatch>,
  ): Generator<{}> {
    return streamMessage(buf, Unwatch.codec(), opts);
  }
}

export interface State {
  watch: number;
}

export namespace State {
  let _codec: Codec<State>;

  export const codec = (): Codec<State> => {
    if (_codec == null) {
      _codec = message<State>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.watch != null && obj.watch !== 0) {
            w.uint32(8);
            w.uint32(obj.watch);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            watch: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.watch = reader.uint32();
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
                  field: `${prefix}.watch`,
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

  export interface StateWatchFieldEvent {
    field: '$.watch';
    value: number;
  }

  export function encode(obj: Partial<State>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, State.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<State>): State {
    return decodeMessage(buf, State.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<State>,
  ): Generator<StateWatchFieldEvent> {
    return streamMessage(buf, State.codec(), opts);
  }
}

export interface Endpoint {
  name?: string;
  card?: string;
}

export namespace Endpoint {
  let _codec: Codec<Endpoint>;

  export const codec = (): Codec<Endpoint> => {
    if (_codec == null) {
      _codec = message<Endpoint>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.name != null) {
            w.uint32(10);
            w.string(obj.name);
          }

          if (obj.card != null) {
            w.uint32(18);
            w.string(obj.card);
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
                obj.name = reader.string();
                break;
              }
              case 2: {
                obj.card = reader.string();
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
                  field: `${prefix}.name`,
                  value: reader.string(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.card`,
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

  export interface EndpointNameFieldEvent {
    field: '$.name';
    value: string;
  }

  export interface EndpointCardFieldEvent {
    field: '$.card';
    value: string;
  }

  export function encode(obj: Partial<Endpoint>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Endpoint.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Endpoint>,
  ): Endpoint {
    return decodeMessage(buf, Endpoint.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Endpoint>,
  ): Generator<EndpointNameFieldEvent | EndpointCardFieldEvent> {
    return streamMessage(buf, Endpoint.codec(), opts);
  }
}

export interface Presence {
  status: number;
  text?: string;
}

export namespace Presence {
  let _codec: Codec<Presence>;

  export const codec = (): Codec<Presence> => {
    if (_codec == null) {
      _codec = message<Presence>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.status != null && obj.status !== 0) {
            w.uint32(8);
            w.uint32(obj.status);
          }

          if (obj.text != null) {
            w.uint32(18);
            w.string(obj.text);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            status: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.status = reader.uint32();
                break;
              }
              case 2: {
                obj.text = reader.string();
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
                  field: `${prefix}.status`,
                  value: reader.uint32(),
                };
                break;
              }
              case 2: {
                yield {
                  field: `${prefix}.text`,
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

  export interface PresenceStatusFieldEvent {
    field: '$.status';
    value: number;
  }

  export interface PresenceTextFieldEvent {
    field: '$.text';
    value: string;
  }

  export function encode(obj: Partial<Presence>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Presence.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Presence>,
  ): Presence {
    return decodeMessage(buf, Presence.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Presence>,
  ): Generator<PresenceStatusFieldEvent | PresenceTextFieldEvent> {
    return streamMessage(buf, Presence.codec(), opts);
  }
}

export interface Application {
  id: Uint8Array<ArrayBuffer>;
  description?: string;
  data?: Uint8Array<ArrayBuffer>;
}

export namespace Application {
  let _codec: Codec<Application>;

  export const codec = (): Codec<Application> => {
    if (_codec == null) {
      _codec = message<Application>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.description != null) {
            w.uint32(18);
            w.string(obj.description);
          }

          if (obj.data != null) {
            w.uint32(26);
            w.bytes(obj.data);
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
              case 2: {
                obj.description = reader.string();
                break;
              }
              case 3: {
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
                  field: `${prefix}.description`,
                  value: reader.string(),
                };
                break;
              }
              case 3: {
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

  export interface ApplicationIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface ApplicationDescriptionFieldEvent {
    field: '$.description';
    value: string;
  }

  export interface ApplicationDataFieldEvent {
    field: '$.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Application>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Application.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Application>,
  ): Application {
    return decodeMessage(buf, Application.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Application>,
  ): Generator<
    ApplicationIdFieldEvent | ApplicationDescriptionFieldEvent | ApplicationDataFieldEvent
  > {
    return streamMessage(buf, Application.codec(), opts);
  }
}

export interface ApplicationRemoved {
  id: Uint8Array<ArrayBuffer>;
}

export namespace ApplicationRemoved {
  let _codec: Codec<ApplicationRemoved>;

  export const codec = (): Codec<ApplicationRemoved> => {
    if (_codec == null) {
      _codec = message<ApplicationRemoved>(
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

  export interface ApplicationRemovedIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<ApplicationRemoved>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ApplicationRemoved.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ApplicationRemoved>,
  ): ApplicationRemoved {
    return decodeMessage(buf, ApplicationRemoved.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ApplicationRemoved>,
  ): Generator<ApplicationRemovedIdFieldEvent> {
    return streamMessage(buf, ApplicationRemoved.codec(), opts);
  }
}

export interface Object {
  id: Uint8Array<ArrayBuffer>;
  scope: number;
  data?: Uint8Array<ArrayBuffer>;
}

export namespace Object {
  let _codec: Codec<Object>;

  export const codec = (): Codec<Object> => {
    if (_codec == null) {
      _codec = message<Object>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.id != null && obj.id.byteLength > 0) {
            w.uint32(10);
            w.bytes(obj.id);
          }

          if (obj.scope != null && obj.scope !== 0) {
            w.uint32(16);
            w.uint32(obj.scope);
          }

          if (obj.data != null) {
            w.uint32(26);
            w.bytes(obj.data);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            id: uint8ArrayAlloc(0),
            scope: 0,
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
                obj.scope = reader.uint32();
                break;
              }
              case 3: {
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
                  field: `${prefix}.scope`,
                  value: reader.uint32(),
                };
                break;
              }
              case 3: {
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

  export interface ObjectIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export interface ObjectScopeFieldEvent {
    field: '$.scope';
    value: number;
  }

  export interface ObjectDataFieldEvent {
    field: '$.data';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<Object>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Object.codec());
  }

  export function decode(buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Object>): Object {
    return decodeMessage(buf, Object.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<Object>,
  ): Generator<ObjectIdFieldEvent | ObjectScopeFieldEvent | ObjectDataFieldEvent> {
    return streamMessage(buf, Object.codec(), opts);
  }
}

export interface ObjectRemoved {
  id: Uint8Array<ArrayBuffer>;
}

export namespace ObjectRemoved {
  let _codec: Codec<ObjectRemoved>;

  export const codec = (): Codec<ObjectRemoved> => {
    if (_codec == null) {
      _codec = message<ObjectRemoved>(
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

  export interface ObjectRemovedIdFieldEvent {
    field: '$.id';
    value: Uint8Array<ArrayBuffer>;
  }

  export function encode(obj: Partial<ObjectRemoved>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ObjectRemoved.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ObjectRemoved>,
  ): ObjectRemoved {
    return decodeMessage(buf, ObjectRemoved.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<ObjectRemoved>,
  ): Generator<ObjectRemovedIdFieldEvent> {
    return streamMessage(buf, ObjectRemoved.codec(), opts);
  }
}

export interface StateEnd {}

export namespace StateEnd {
  let _codec: Codec<StateEnd>;

  export const codec = (): Codec<StateEnd> => {
    if (_codec == null) {
      _codec = message<StateEnd>(
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

  export function encode(obj: Partial<StateEnd>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StateEnd.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<StateEnd>,
  ): StateEnd {
    return decodeMessage(buf, StateEnd.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<StateEnd>,
  ): Generator<{}> {
    return streamMessage(buf, StateEnd.codec(), opts);
  }
}

export interface WatchEnd {
  watch: number;
}

export namespace WatchEnd {
  let _codec: Codec<WatchEnd>;

  export const codec = (): Codec<WatchEnd> => {
    if (_codec == null) {
      _codec = message<WatchEnd>(
        (obj, w, opts = {}) => {
          if (opts.lengthDelimited !== false) {
            w.fork();
          }

          if (obj.watch != null && obj.watch !== 0) {
            w.uint32(8);
            w.uint32(obj.watch);
          }

          if (opts.lengthDelimited !== false) {
            w.ldelim();
          }
        },
        (reader, length, opts = {}) => {
          const obj: any = {
            watch: 0,
          };

          const end = length == null ? reader.len : reader.pos + length;

          while (reader.pos < end) {
            const tag = reader.uint32();

            switch (tag >>> 3) {
              case 1: {
                obj.watch = reader.uint32();
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
                  field: `${prefix}.watch`,
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

  export interface WatchEndWatchFieldEvent {
    field: '$.watch';
    value: number;
  }

  export function encode(obj: Partial<WatchEnd>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, WatchEnd.codec());
  }

  export function decode(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<WatchEnd>,
  ): WatchEnd {
    return decodeMessage(buf, WatchEnd.codec(), opts);
  }

  export function stream(
    buf: Uint8Array | Uint8ArrayList,
    opts?: DecodeOptions<WatchEnd>,
  ): Generator<WatchEndWatchFieldEvent> {
    return streamMessage(buf, WatchEnd.codec(), opts);
  }
}
