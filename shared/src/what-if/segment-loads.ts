import type { SegmentLoad } from './compare-segments.ts';

/** What is expected of one segment in the intervals to come: contacts that reach agents, and their handle times, ms. */
export type SegmentOutlook = {
  readonly segment: string;
  readonly offeredCounts: readonly number[];
  readonly handleTimesMs: readonly number[];
  /** Share of its contacts that self-service ends, where enough is known of the segment by itself. */
  readonly contained?: number | null;
};

/** Share of all contacts that self-service ends, where it hands over `botShare` of those that reach agents and contains `containment` of its sessions. */
export function selfServiceShare(botShare: number, containment: number): number {
  // A bot that ends everything hands nothing over: what it ends is not of this queue.
  if (containment >= 1) return 0;
  const containedPerOffered = (botShare * containment) / (1 - containment);
  return containedPerOffered / (1 + containedPerOffered);
}

/**
 * Each segment's contacts of an interval on average, those that self-service ends among them, of which share `contained` it ends now
 * where nothing else is known of a segment; `triedOf` says the share
 * tried. Handle times are weighted by contacts. Segments of which nothing is expected are left out.
 */
export function segmentLoads(
  segments: readonly SegmentOutlook[],
  contained: number,
  triedOf: (segment: string) => number | undefined,
): SegmentLoad[] {
  return segments.flatMap(({ segment, offeredCounts, handleTimesMs, contained: own }) => {
    const containment = own ?? contained;
    if (containment >= 1) return [];
    const offered = offeredCounts.reduce((a, b) => a + b, 0);
    const workMs = offeredCounts.reduce((sum, count, i) => sum + count * (handleTimesMs[i] ?? 0), 0);
    if (offered <= 0 || workMs <= 0) return [];
    return [
      {
        segment,
        sessionCount: offered / offeredCounts.length / (1 - containment),
        containment,
        triedContainment: triedOf(segment) ?? containment,
        handleTimeMs: workMs / offered,
        // What self-service costs depends on what it ends, which differs between both: it is added to either.
        sessionCost: 0,
      },
    ];
  });
}
