import { CliError } from './cli-error.ts';

/** The most that is read from stdin, in bytes. */
const mostBytes = 64 * 1024 * 1024;

/** Everything on stdin, as text. Refuses a terminal (nobody would know what to type) and more than 64 MiB. */
export async function readStdin(wanted: string): Promise<string> {
  return (await readStdinBytes(wanted)).toString('utf8');
}

/** The same as it came. */
export async function readStdinBytes(wanted: string): Promise<Buffer> {
  if (process.stdin.isTTY)
    throw new CliError(`${wanted} is expected on stdin`, { remedy: 'pipe it in, or see --help' });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += buffer.length;
    if (bytes > mostBytes) throw new CliError(`stdin holds more than ${mostBytes / 1024 / 1024} MiB`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}
