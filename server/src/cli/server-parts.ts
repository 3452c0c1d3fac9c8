import { CliError } from './cli-error.ts';

export interface DemoOptions {
  /** Where the ingest API listens, `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly token: string;
  /** Seconds of the floor's time per second of the wall's. */
  readonly speed: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

interface Parts {
  readonly startDemo: (options: DemoOptions) => Promise<void>;
}

const files: Record<keyof Parts, string> = {
  startDemo: './demo.js',
};

export async function serverPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  try {
    const module = (await import(files[name])) as Parts;
    return module[name];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CliError(`this build lacks ${files[name].replace('.js', '.ts')}`, { cause: error });
  }
}
