/**
 * What a bot did in one window, in wire order. `confidenceSum` over `turnCount` is the mean; `confidenceP10` is the nearest-rank tenth
 * percentile of the turns' confidences, `null` without turns.
 */
export const BOT_CELL_FIELDS = [
  'sessionCount',
  'turnCount',
  'confidenceSum',
  'uncertainTurnCount',
  'handedOffCount',
  'containedCount',
  'abandonedCount',
  'failedCount',
  'confidenceP10',
] as const;
export type BotCellField = (typeof BOT_CELL_FIELDS)[number];
export type BotCell = readonly (number | null)[];
export type BotReadings = { readonly [K in Exclude<BotCellField, 'confidenceP10'>]: number } & {
  readonly confidenceP10: number | null;
};

/** A bot cell with names; an absent one reads as nothing happened. */
export function readBotCell(cell: BotCell | undefined): BotReadings {
  const readings: Partial<Record<BotCellField, number | null>> = {};
  BOT_CELL_FIELDS.forEach((field, index) => {
    readings[field] = cell?.[index] ?? (field === 'confidenceP10' ? null : 0);
  });
  return readings as BotReadings;
}
