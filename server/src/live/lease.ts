/** The right to fold a site, held by one process at a time (decision D4). Losing it unnoticed for a moment is harmless: deltas are absolute. */
export type Lease = {
  /** Resolves when the lease was lost to another process. Never rejects. */
  readonly lost: Promise<void>;
  /** Gives it back. `lost` does not resolve for that. */
  release(): Promise<void>;
};

export interface Leases {
  /** The lease, or `null` while another process holds it. Rejects when that cannot be found out. */
  tryAcquire(name: string): Promise<Lease | null>;
  close(): Promise<void>;
}
