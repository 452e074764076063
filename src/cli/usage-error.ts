/** The command line was wrong: the message says what, and where it can be mended. */
export class UsageError extends Error {
  /** The command whose help says more. */
  readonly command: string;

  constructor(message: string, command = '') {
    super(message);
    this.name = 'UsageError';
    this.command = command;
  }
}
