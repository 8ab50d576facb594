/**
 * Calls an adapter and hears its reply, once. A throw of the call is a rejection.
 *
 * Not `await`: a reply in virtual time settles within its frame. Not RxJS's `from` either, which makes
 * several objects for each call; an invitation asks four times.
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
