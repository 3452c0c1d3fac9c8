import type { Progress } from '../embedded/progress.ts';

/** Writes each step on a line of its own when it ends: `Starting PostgreSQL: done in 0.6 s`. */
export function plainProgress(write: (line: string) => void, now: () => number): Progress {
  return {
    step(text) {
      const startedAt = now();
      return (outcome = 'done') => {
        write(`${text}: ${outcome} in ${((now() - startedAt) / 1000).toFixed(1)} s\n`);
      };
    },
  };
}
