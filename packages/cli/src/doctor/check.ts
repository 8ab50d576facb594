/** What was found out about one part of the system. */
export interface Check {
  readonly name: string;
  /** `absent`: not here, and nothing is wrong with that. */
  readonly state: 'works' | 'limited' | 'fails' | 'absent';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** A check that throws has found that the part fails. */
export async function checked(
  name: string,
  check: () => Promise<Omit<Check, 'name'>>,
  advice?: string,
): Promise<Check> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { name, state: 'fails', found, ...(advice === undefined ? {} : { advice }) };
  }
}
