/** The page that opens links: this one, for somebody whom it does not know yet. */
export function linkPage(): string {
  return `${window.location.origin}/`;
}
