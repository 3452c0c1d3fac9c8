import type { LiveNumbers } from '@floorwalk/shared/floor/rows';
import type { Measured, MetricId } from '@floorwalk/shared/metrics/metric';
import type { Severity } from './severity.ts';

/** What a queue (or a roll-up) is held to. A roll-up has no one threshold. */
export type Held = {
  /** 0-1. */
  readonly serviceLevelTarget: number;
  readonly serviceLevelThresholdMs?: number;
};

/** Why something is as bad as it is: the number that says so, and the limit it broke. */
export type Judgement = {
  readonly severity: Severity;
  readonly metric: MetricId | null;
  readonly value: number | null;
  readonly limit: number | null;
};

/** Below so many contacts a percentage is not held against anyone. */
export const FEW_CONTACTS = 10;
/** This far under the target a service level is breached rather than at risk; 0-1. */
const BREACH_BELOW_TARGET = 0.15;
/** A wait is at risk past the queue's threshold and breached at this multiple of it. */
const BREACH_WAIT_MULTIPLE = 3;

/** How a wait stands against the queue's own threshold. */
export function judgeWait(waitMs: number | null, thresholdMs: number | undefined): Severity {
  if (waitMs === null || !thresholdMs || waitMs <= thresholdMs) return 'ok';
  return waitMs >= thresholdMs * BREACH_WAIT_MULTIPLE ? 'critical' : 'attention';
}

/** How a service level stands against the target; few contacts prove nothing. */
export function judgeServiceLevel(measured: Measured, target: number): Severity {
  if (measured.value === null || (measured.denominator ?? 0) < FEW_CONTACTS) return 'ok';
  if (measured.value >= target) return 'ok';
  return measured.value < target - BREACH_BELOW_TARGET ? 'critical' : 'attention';
}

/**
 * The worst of: the longest wait against the threshold, the service level against the target, and people waiting where nobody is signed
 * in. `serviceLevel` is measured over the window on show; `asOf` is epoch ms of the site's clock.
 */
export function judgeNumbers(row: LiveNumbers & Held, serviceLevel: Measured, asOf: number): Judgement {
  const waitMs = row.oldestQueuedAt === null ? null : Math.max(0, asOf - row.oldestQueuedAt);
  const wait = judgeWait(waitMs, row.serviceLevelThresholdMs);
  const level = judgeServiceLevel(serviceLevel, row.serviceLevelTarget);
  const signedInCount = row.agents[0] + row.agents[1] + row.agents[2] + row.agents[3] + row.agents[4];
  if (wait === 'critical') return broken('critical', 'longest-wait', waitMs, row.serviceLevelThresholdMs);
  if (row.waitingCount > 0 && signedInCount === 0 && row.inServiceCount === 0)
    return broken('critical', 'agents-signed-in', 0, 1);
  if (level === 'critical') return broken('critical', 'service-level', serviceLevel.value, row.serviceLevelTarget);
  if (wait === 'attention') return broken('attention', 'longest-wait', waitMs, row.serviceLevelThresholdMs);
  if (level === 'attention') return broken('attention', 'service-level', serviceLevel.value, row.serviceLevelTarget);
  const idle = row.waitingCount === 0 && row.inServiceCount === 0 && (serviceLevel.denominator ?? 0) === 0;
  return { severity: idle ? 'idle' : 'ok', metric: null, value: null, limit: null };
}

function broken(severity: Severity, metric: MetricId, value: number | null, limit: number | undefined): Judgement {
  return { severity, metric, value, limit: limit ?? null };
}
