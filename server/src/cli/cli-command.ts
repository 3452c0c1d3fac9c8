import type { Command } from 'commander';

/** One command of the `floorwalk` program. A file `cli/<name>.ts` exports one as `command`; `main.ts` lists it. */
export interface CliCommand {
  /** Adds the command, its options and its action to the program. Must not do anything else: no I/O, no clock. */
  register(program: Command): void;
}
