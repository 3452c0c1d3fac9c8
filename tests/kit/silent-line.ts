import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server of this machine, on which lines can fall silent: nothing passes any more, and neither end is told. */
export class SilentLine {
  readonly #lines = new Set<readonly [near: Socket, far: Socket]>();
  readonly #silent = new Set<Socket>();
  readonly #server;

  private constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      this.#lines.add([near, far]);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (data) => {
          if (!this.#silent.has(from)) to.write(data);
        });
        from.on('error', () => undefined);
        from.on('close', () => {
          if (!this.#silent.has(from)) to.destroy();
        });
      }
    });
  }

  static async to(url: string): Promise<SilentLine> {
    const line = new SilentLine(Number(new URL(url).port));
    await new Promise<void>((resolve) => {
      line.#server.listen(0, '127.0.0.1', resolve);
    });
    return line;
  }

  /** The same address by this way. */
  through(url: string): string {
    const changed = new URL(url);
    changed.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return changed.href;
  }

  /** Every line there is falls silent; lines of later work. */
  fallSilent(): void {
    for (const ends of this.#lines) for (const end of ends) this.#silent.add(end);
  }

  close(): void {
    for (const ends of this.#lines) for (const end of ends) end.destroy();
    this.#server.close();
  }
}
