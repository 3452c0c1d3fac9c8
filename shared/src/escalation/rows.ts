import type { DecidedBy } from '../alerts/events.ts';
import type { EscalationStarted, Standing } from './events.ts';
import type { EscalationTimelineEntry } from './timeline.ts';
import type { EscalationPolicy } from './policy.ts';
import type { Rotation, RotationOverride } from './rotation.ts';

/** An escalation that runs or ended lately. Moments are epoch ms of the site's clock. */
export type EscalationRow = Omit<EscalationStarted, 'escalationId' | 'standing' | 'by' | 'choice'> &
  Standing & {
    readonly id: string;
    readonly choice: EscalationStarted['choice'];
    readonly startedBy: DecidedBy | null;
    readonly startedAt: number;
    readonly endedAt: number | null;
    /** When enough had acknowledged it for the first time. */
    readonly acknowledgedAt: number | null;
    /** What happened, the newest last; only the last of a long one (the history has all). */
    readonly timeline: readonly EscalationTimelineEntry[];
    readonly leftOutCount: number;
  };

/** An escalation policy in force. */
export type EscalationPolicyRow = {
  readonly id: string;
  readonly policy: EscalationPolicy;
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};

/** An on-call rotation with who stands in; who is on call at a moment follows by `onCallAt`. `names` are people's by id. */
export type OnCallRow = {
  readonly id: string;
  readonly rotation: Rotation;
  readonly overrides: readonly RotationOverride[];
  readonly names: Readonly<Record<string, string>>;
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};
