/** What the command line tells the shell. A command that runs a process gives what the process returned instead. */
export const exitCodes = {
  success: 0,
  /** The command could not do what it was asked to. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
} as const;
