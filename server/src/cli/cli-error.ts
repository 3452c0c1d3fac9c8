/**
 * A failure a person can act on: printed as one sentence on stderr, never with a stack.
 * `message` says what is wrong and names it; `remedy` says what to do about it.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly remedy: string | undefined;
  readonly exitCode: number;

  constructor(message: string, options: { remedy?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = options.remedy;
    this.exitCode = options.exitCode ?? 1;
  }

  /** Message and remedy as one line. */
  get sentence(): string {
    const message = oneLine(this.message);
    if (this.remedy === undefined) return message;
    return `${message.replace(/[.;:]$/, '')}: ${oneLine(this.remedy)}`;
  }
}

/** What to print for anything thrown: a CliError's own sentence, else the first line of its message. */
export function sentenceOf(error: unknown): string {
  if (error instanceof CliError) return error.sentence;
  if (error instanceof AggregateError && error.errors.length > 0) return sentenceOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    return 'the disk is full, nothing more can be written: free some of it and run the same command again';
  }
  if (error instanceof Error) return oneLine(error.message) || error.name;
  return oneLine(String(error));
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
