/**
 * The arguments of a command line, by the rules of Windows programs, on every system: white space separates,
 * `"` keeps white space, `\"` is a quotation mark, and a backslash before anything else is a backslash. Nothing is
 * expanded: no variable, no pattern, no command.
 */
export function argumentsOf(commandLine: string): readonly string[] {
  const found: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  let index = 0;
  while (index < commandLine.length) {
    const character = commandLine.charAt(index);
    if (character === '\\') {
      const slashes = /^\\+/.exec(commandLine.slice(index))?.[0].length ?? 0;
      index += slashes;
      const isBeforeQuote = commandLine.charAt(index) === '"';
      current = (current ?? '') + '\\'.repeat(isBeforeQuote ? Math.floor(slashes / 2) : slashes);
      if (isBeforeQuote && slashes % 2 === 1) {
        current += '"';
        index += 1;
      }
      continue;
    }
    index += 1;
    if (character === '"') {
      current ??= '';
      // Two inside quotation marks are one.
      if (isQuoted && commandLine.charAt(index) === '"') {
        current += '"';
        index += 1;
      } else {
        isQuoted = !isQuoted;
      }
    } else if (!isQuoted && (character === ' ' || character === '\t' || character === '\n')) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else {
      current = (current ?? '') + character;
    }
  }
  if (current !== undefined) found.push(current);
  return found;
}

/** The command line that {@link argumentsOf} reads as these arguments. */
export function commandLineOf(args: readonly string[]): string {
  return args.map(quoted).join(' ');
}

function quoted(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  const escaped = argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`;
}
