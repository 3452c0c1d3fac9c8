import { HttpProblem } from '../../auth/http-problem.ts';

/** Lets so many of something run at once and so many wait; more are told to come back. */
export class OneAfterAnother {
  readonly #waiting: (() => void)[] = [];
  #runningCount = 0;
  #refusedCount = 0;

  constructor(private readonly limits: { readonly running: number; readonly waiting: number }) {}

  /** How many were sent away since the start. */
  get refusedCount(): number {
    return this.#refusedCount;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#runningCount >= this.limits.running) {
      if (this.#waiting.length >= this.limits.waiting) {
        this.#refusedCount += 1;
        throw new HttpProblem(503, 'busy', 'Too many questions about the past are being answered. Try again shortly.', {
          headers: { 'retry-after': '5' },
        });
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#runningCount += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#runningCount -= 1;
    }
  }
}
