// Finds the options, limits and counters of a package that its README does not name.
import ts from 'typescript';

const DESCRIBED = /(?:Options|Limits|Counters)$/;

/**
 * Returns the member names of the exported interfaces of modules. `modules` are source files of
 * `program`, such as declarations of a package.
 */
export function describedNames(program, modules) {
  const checker = program.getTypeChecker();
  const types = modules.flatMap((source) => {
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
    return exported
      .filter(({ name }) => DESCRIBED.test(name))
      .map((symbol) =>
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      )
      .filter(({ flags }) => flags & ts.SymbolFlags.Interface);
  });
  return new Set(
    types
      .flatMap((symbol) => checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)))
      .map(({ name }) => name),
  );
}

/** Returns those of `names` that no code span or block of `text` has. */
export function missingNames(text, names) {
  const code = text.match(/(`+)[^]*?\1/g)?.join('\n') ?? '';
  return [...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(code));
}
