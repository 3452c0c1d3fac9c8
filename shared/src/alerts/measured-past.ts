import type { Measured } from '../metrics/metric.ts';
import type { EvidenceDetail, HeldBy } from './evidence.ts';

/** A number with what it stood on. `held` is a gate that keeps it quiet, whatever it is; `latest` is what decides whether it is over. */
export type MeasuredPast = Measured & {
  readonly detail?: EvidenceDetail;
  readonly held?: HeldBy | null;
  readonly latest?: number | null;
};

export const NOTHING: MeasuredPast = { value: null, numerator: null, denominator: null };
