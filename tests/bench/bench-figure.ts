/** One measured number, printed as a line of JSON by `npm run bench`. */
export type BenchFigure = {
  /** `area.what`, lower case; the same from run to run. */
  readonly name: string;
  readonly value: number;
  /** What `value` and `baseline` are in. */
  readonly unit: string;
  /** The same work done another way, measured in the same run, so that figures of different machines can be compared. */
  readonly baseline?: number;
  readonly baselineName?: string;
  /** `value / baseline`. */
  readonly ratio?: number;
  /** As written in the docs, for example `>= 500000`. */
  readonly goal?: string;
  readonly met?: boolean;
};

/** How a bench is run; a bench exports `figures(options?: BenchOptions): Promise<BenchFigure[]>`. */
export type BenchOptions = {
  /** Shorter runs, rougher figures. */
  readonly quick?: boolean;
};

/** Microseconds of processor time that a piece of work takes, on all threads of this process: others' load does not count. */
export function cpuMicroseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
