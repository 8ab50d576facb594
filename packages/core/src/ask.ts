/**
 * Calls an adapter and passes its reply on, once. A throw of the call counts as a rejection.
 *
 * `await` would settle a reply in virtual time only after its frame. RxJS's `from` would make several
 * objects for each call, and an invitation makes four calls.
 */
export function ask<Reply>(
  call: () => PromiseLike<Reply>,
  onReply: (reply: Reply) => void,
  onError: (error: unknown) => void,
): void {
  let reply: PromiseLike<Reply>;
  try {
    reply = call();
  } catch (error) {
    onError(error);
    return;
  }
  reply.then(onReply, onError);
}
