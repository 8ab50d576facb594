/** With what the command ends. Scripts may rely on them. */
export const EXIT_CODES = Object.freeze({
  /** It is done; an invitation is accepted. */
  done: 0,
  /** It has failed. */
  failed: 1,
  /** The arguments are wrong. */
  wrongUsage: 2,
  declined: 3,
  /** Nobody answered in time. */
  expired: 4,
  /** Ctrl-C: what was under way has been taken back. */
  interrupted: 130,
});
