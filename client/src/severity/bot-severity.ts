import type { Measured } from '@floorwalk/shared/metrics/metric';
import type { Severity } from './severity.ts';

/** Fewer turns than this prove nothing about a bot. */
const FEW_TURNS = 10;
/** This far under its threshold a confidence is breached rather than at risk; 0-1. */
const BREACH_BELOW = 0.1;

/** How a confidence stands against the bot's threshold. `denominator` counts turns; a single turn has none and is judged as it is. */
export function judgeConfidence(measured: Measured, threshold: number): Severity {
  if (measured.value === null) return 'idle';
  if (measured.denominator !== null && measured.denominator < FEW_TURNS) return 'ok';
  if (measured.value >= threshold) return 'ok';
  return measured.value < threshold - BREACH_BELOW ? 'critical' : 'attention';
}
