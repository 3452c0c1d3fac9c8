import { FoldHost } from '../live/fold-host.ts';
import { FoldMetrics } from '../live/fold-metrics.ts';
import { ParkedEvents } from '../live/parked-events.ts';
import { modules } from '../modules/index.ts';
import type { Base } from './open-base.ts';

/** The role that folds sites: as many as it gets leases for. */
export function startFold(base: Base): { stop(): Promise<void> } {
  const logger = base.logger.child({ role: 'fold' });
  const host = new FoldHost({
    log: base.log,
    snapshots: base.snapshots,
    parked: new ParkedEvents(base.database),
    stream: base.stream,
    leases: base.leases,
    metrics: new FoldMetrics(base.registry),
    logger,
    reactions: modules.flatMap((module) => module.reaction?.({ ...base, logger }) ?? []),
    now: base.now,
  });
  host.start();
  return { stop: () => host.stop() };
}
