/** What comes of one volume. Waits are of those answered. `null`: no such number (nobody answered; a queue without end). */
export type Outcome = {
  readonly offeredCount: number;
  readonly serviceLevel: number;
  readonly asaMs: number | null;
  readonly abandonRate: number;
  readonly occupancy: number;
  readonly cost: number;
};
