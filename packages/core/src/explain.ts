/**
 * Sentences for people, in place of messages for developers.
 *
 * @packageDocumentation
 */
export { ENGLISH_SENTENCES, type ErrorSentences, explainError } from './errors/explain-error.ts';
