/** Matches an error that has this member, for `toThrow`. */
export function withMember(name: string, value: string): Error {
  return expect.objectContaining({ [name]: value }) as Error;
}
