import { CollaborationError } from '@beckon/core';

/** The format of a stored document: JSON with the version of its format. */
export interface DocumentFormat<Content> {
  /** The content of the document, as a plural for messages. */
  readonly what: string;
  /**
   * One step for each earlier version: the first turns content of version 1 into content of version 2. The current
   * version is the number of steps plus one. A step throws when it cannot read the content.
   */
  readonly migrations: readonly ((content: unknown) => unknown)[];
  /** Checks content of the current version. Throws when it has another form. */
  readonly read: (content: unknown) => Content;
}

interface VersionedDocument {
  readonly version: number;
  readonly content: unknown;
}

export function writeDocument<Content>(
  { migrations }: DocumentFormat<Content>,
  content: Content,
): Uint8Array {
  const document: VersionedDocument = { version: migrations.length + 1, content };
  return new TextEncoder().encode(JSON.stringify(document));
}

/**
 * Reads a document of the current version, or of an earlier one.
 *
 * @throws CollaborationError `SERVICE_UNAVAILABLE` for a document that is damaged, or of a later version.
 */
export function readDocument<Content>(
  { what, migrations, read }: DocumentFormat<Content>,
  key: string,
  bytes: Uint8Array,
): Content {
  const current = migrations.length + 1;
  const damaged = (cause: unknown): CollaborationError =>
    unreadable(
      `the stored ${what} are damaged; the document was left as it is. Restore it from a copy, or delete the document "${key}" to begin without ${what}.`,
      cause,
    );
  const { version, content } = orThrow(damaged, () => parse(bytes));
  if (version > current) {
    throw unreadable(
      `the stored ${what} are of version ${version}, and this program reads versions up to ${current}. Use a later version of beckon; the document was left as it is.`,
    );
  }
  return orThrow(damaged, () =>
    read(migrations.slice(version - 1).reduce((former, migrate) => migrate(former), content)),
  );
}

function orThrow<Result>(errorOf: (cause: unknown) => Error, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (cause) {
    throw errorOf(cause);
  }
}

function parse(bytes: Uint8Array): VersionedDocument {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const { version, content } = JSON.parse(text) as Partial<VersionedDocument>;
  if (!Number.isSafeInteger(version) || (version as number) < 1) {
    throw new TypeError('The document names no version.');
  }
  return { version: version as number, content };
}

function unreadable(reason: string, cause?: unknown): CollaborationError {
  return new CollaborationError(
    'SERVICE_UNAVAILABLE',
    `open: ${reason}`,
    cause === undefined ? {} : { cause },
  );
}
