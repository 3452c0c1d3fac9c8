/**
 * What a bot would contain under another confidence threshold. `histogram` counts its sessions by the confidence of their last turn, in tenths.
 * Sessions whose confidence lies between the two thresholds change sides: those now below it are handed over, those now above it are contained as
 * often as the ones that were above it before. Within a tenth sessions are taken as evenly spread. `null` where there is nothing to tell it from.
 */
export function containmentAt(
  bot: { readonly histogram: readonly number[]; readonly threshold: number; readonly containment: number },
  threshold: number,
): number | null {
  const total = bot.histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const aboveNow = shareAbove(bot.histogram, bot.threshold) / total;
  const aboveThen = shareAbove(bot.histogram, threshold) / total;
  if (aboveNow <= 0) return null;
  return Math.min(1, Math.max(0, (bot.containment * aboveThen) / aboveNow));
}

function shareAbove(histogram: readonly number[], threshold: number): number {
  return histogram.reduce((sum, count, index) => {
    const from = index / histogram.length;
    const to = (index + 1) / histogram.length;
    const part = Math.min(1, Math.max(0, (to - threshold) / (to - from)));
    return sum + count * part;
  }, 0);
}
