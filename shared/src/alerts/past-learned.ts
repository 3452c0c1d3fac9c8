import type { AlertMemory } from './alert-memory.ts';
import { SUBJECT_TABLES, type AlertMetricId, type SubjectTable } from './alert-metric.ts';
import type { AlertPastLearned } from './events.ts';

/** Series in one event: some 40 kB of it. */
const DAYS_AT_ONCE = 20;
const HALF_HOURS_AT_ONCE = 50;

/** What a memory holds that was filled for one rule alone, in pieces that fit into events. */
export function pastLearned(ruleId: string, memory: AlertMemory): AlertPastLearned[] {
  const days = [...memory.days].flatMap(([key, judged]): AlertPastLearned['days'] => {
    const { first: testId, subject } = readKey(key);
    return judged.length === 0 || subject === null ? [] : [{ testId, subject, days: [...judged] }];
  });
  const halfHours = [...memory.halfHours.series].flatMap(([key, byDay]): AlertPastLearned['halfHours'] => {
    const { first, subject } = readKey(key);
    if (subject === null) return [];
    return [...byDay.keys()]
      .sort((left, right) => left - right)
      .map((number) => ({ metric: first as AlertMetricId, subject, ...memory.halfHours.dayOf(key, number) }));
  });
  return [
    ...piecesOf(days, DAYS_AT_ONCE).map((piece) => ({ ruleId, days: piece, halfHours: [] })),
    ...piecesOf(halfHours, HALF_HOURS_AT_ONCE).map((piece) => ({ ruleId, days: [], halfHours: piece })),
  ];
}

/** The parts of a key: a test or metric, a table, and an id that may hold anything. */
function readKey(key: string): {
  readonly first: string;
  readonly subject: { readonly table: SubjectTable; readonly id: string } | null;
} {
  const [first = '', table = '', ...rest] = key.split('/');
  const known = SUBJECT_TABLES.find((one) => one === table);
  return { first, subject: known === undefined ? null : { table: known, id: rest.join('/') } };
}

function piecesOf<T>(all: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < all.length; from += size) pieces.push(all.slice(from, from + size));
  return pieces;
}
