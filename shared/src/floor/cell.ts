/**
 * The counts and sums of one queue (or group, team, site) over one window, in the order they travel on the wire. Everything a metric needs
 * is a numerator or a denominator here, so that roll-ups add cells and never average percentages. Counts have no unit, sums are ms.
 */
export const CELL_FIELDS = [
  'offeredCount',
  'answeredCount',
  'abandonedCount',
  'shortAbandonedCount',
  'flowedOutCount',
  'endedBeforeQueueCount',
  'transferredCount',
  'answeredWithinCount',
  'abandonedWithinCount',
  'flowedOutWithinCount',
  'waitingPastCount',
  'answeredWaitMs',
  'abandonedWaitMs',
  'handledCount',
  'talkMs',
  'holdMs',
  'afterContactWorkMs',
  'presentedCount',
  'notAnsweredCount',
  'resolvedCount',
  'resolutionKnownCount',
  'busyMs',
  'availableMs',
  'surveyCount',
  'surveyTopCount',
  'waitP50Ms',
  'waitP90Ms',
  'waitP95Ms',
  'waitMaxMs',
] as const;

export type CellField = (typeof CELL_FIELDS)[number];

/** A cell on the wire: values in the order of {@link CELL_FIELDS}; `null` where nothing was measured (only the last four can be). */
export type Cell = readonly (number | null)[];

/** Fields that do not add up: they come from the merged waits, and are `null` in a cell that was added from others. */
export const UNADDABLE_FIELDS = ['waitP50Ms', 'waitP90Ms', 'waitP95Ms'] as const satisfies readonly CellField[];
type UnaddableField = (typeof UNADDABLE_FIELDS)[number];

/** A cell with names, for formulas. */
export type Readings = { readonly [K in Exclude<CellField, UnaddableField | 'waitMaxMs'>]: number } & {
  readonly [K in UnaddableField | 'waitMaxMs']: number | null;
};

const CELL_INDEX = Object.fromEntries(CELL_FIELDS.map((field, index) => [field, index])) as Record<CellField, number>;
const NULLABLE = new Set<CellField>([...UNADDABLE_FIELDS, 'waitMaxMs']);

/** One value of a cell without decoding the rest. */
export function cellValue(cell: Cell | undefined, field: CellField): number | null {
  const value = cell?.[CELL_INDEX[field]];
  return value ?? (NULLABLE.has(field) ? null : 0);
}

/** What reads as nothing measured; every decoded cell has its fields in this order. */
const NOTHING = Object.fromEntries(
  CELL_FIELDS.map((field) => [field, NULLABLE.has(field) ? null : 0]),
) as unknown as Readings;

/** A cell, or sums in the order of its fields, with names. An absent one reads as nothing measured. */
export function readCell(cell: ArrayLike<number | null> | undefined): Readings {
  const readings: Record<CellField, number | null> = { ...NOTHING };
  if (cell === undefined) return readings as Readings;
  // By index: this is done for every rule with every event.
  for (let index = 0; index < CELL_FIELDS.length; index++) {
    const value = cell[index];
    const field = CELL_FIELDS[index];
    if (value != null && field !== undefined) readings[field] = value;
  }
  return readings as Readings;
}

/** The wire form of readings. */
export function toCell(readings: Readings): Cell {
  return CELL_FIELDS.map((field) => readings[field]);
}

/**
 * The roll-up of several cells: counts and sums add, the longest wait is the maximum, and percentiles are `null`, because they cannot be
 * had from parts (rows of groups, teams and sites bring their own, computed from all waits).
 */
export function addCells(cells: readonly (Cell | undefined)[]): Cell {
  return CELL_FIELDS.map((field) => {
    if ((UNADDABLE_FIELDS as readonly string[]).includes(field)) return null;
    if (field === 'waitMaxMs') {
      let longest: number | null = null;
      for (const cell of cells) {
        const value = cellValue(cell, field);
        if (value !== null && (longest === null || value > longest)) longest = value;
      }
      return longest;
    }
    return cells.reduce((sum, cell) => sum + (cellValue(cell, field) ?? 0), 0);
  });
}
