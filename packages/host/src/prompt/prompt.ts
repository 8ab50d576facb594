import type { ObservableInput } from 'rxjs';

/**
 * Asks a person about one invitation. Called when it is to be shown, subscribed at once.
 *
 * | the result | means |
 * |---|---|
 * | emits | the person has answered; the first answer of all prompts counts |
 * | completes without a value | the person has put it away: the invitation stays pending until it expires |
 * | errors | it could not be shown here |
 * | is unsubscribed | it is answered elsewhere, taken back or expired: take it away |
 *
 * An app gives its own function: an async function is enough, and an Observable can be taken away.
 */
export type Prompt = (request: PromptRequest) => ObservableInput<PromptAnswer>;

/** An answer of a person; `message` goes to the inviter, at most 255 UTF-16 units. */
export interface PromptAnswer {
  readonly action: 'accept' | 'decline';
  readonly message?: string;
}

/**
 * What a person is asked. All texts come from a peer who may be hostile: they have been made harmless to show, on
 * one line, without control characters, and of a bounded length. Markup is for the prompt to escape.
 */
export interface PromptRequest {
  readonly invitationId: string;
  readonly inviter: PromptInviter;
  /** What the application is called here: the description of its registration, or its id. */
  readonly application: string;
  readonly message?: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Who invites. */
export interface PromptInviter {
  /** What to call them: for a contact the name in the list of contacts, else what they call themselves. */
  readonly name: string;
  /** Whether they are in the list of contacts, by their proven identity. */
  readonly isContact: boolean;
  /** Their proven identity, to compare, as `fingerprintOf()` gives it: show it beside the name. Absent when they have proven nothing. */
  readonly fingerprint?: string;
}
