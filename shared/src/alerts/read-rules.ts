import { Compile } from 'typebox/compile';
import Type from 'typebox';
import { isZone } from '../kit/zone.ts';
import { MAX_CONDITION_DEPTH } from './condition-depth.ts';
import { ALERT_METRICS, metricsOf, type AlertMetricId } from './alert-metric.ts';
import { AlertRule, MAX_COUNT_MS, type Comparison, type Condition, type RuleLevel } from './rule.ts';
import type { LocalSpan, Recurrence, Schedule } from './schedule.ts';
import type { SubjectTable } from './alert-metric.ts';

/** Rules that cannot be used: `pointer` is the JSON pointer of the fault. */
export class RulesError extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
    this.name = 'RulesError';
  }
}

const MAX_RULES = 5_000;
const check = Compile(Type.Array(AlertRule, { maxItems: MAX_RULES }));

/** Reads rules from parsed JSON: a list of them. Throws {@link RulesError} naming the field. */
export function readRules(value: unknown): readonly AlertRule[] {
  if (!check.Check(value)) {
    if (!Array.isArray(value)) throw new RulesError('/', 'rules are a list: put them in [ ]');
    const [first] = check.Errors(value);
    const fault = faultIn(value) ?? first;
    throw new RulesError(
      fault?.instancePath === undefined || fault.instancePath === '' ? '/' : fault.instancePath,
      `the rules ${fault?.message ?? 'are not valid'}`,
    );
  }
  const rules = value as readonly AlertRule[];
  const seen = new Set<string>();
  rules.forEach((rule, index) => {
    if (seen.has(rule.id)) throw new RulesError(`/${index}/id`, `“${rule.id}” is the id of two rules`);
    seen.add(rule.id);
    checkRule(rule, `/${index}`);
  });
  return rules;
}

/** Errors of a condition come from each of its forms; that of an unknown metric is the one that helps. */
function faultIn(value: unknown): { readonly instancePath: string; readonly message: string } | null {
  let found: { instancePath: string; message: string } | null = null;
  const look = (thing: unknown, pointer: string): void => {
    if (found !== null || typeof thing !== 'object' || thing === null) return;
    for (const field of ['metric', 'of'] as const) {
      const metric = (thing as { readonly [key: string]: unknown })[field];
      if (typeof metric !== 'string' || Object.hasOwn(ALERT_METRICS, metric)) continue;
      found = { instancePath: `${pointer}/${field}`, message: `know no metric “${metric.slice(0, 80)}”` };
      return;
    }
    for (const [key, part] of Object.entries(thing)) look(part, `${pointer}/${key}`);
  };
  look(value, '');
  return found;
}

function checkRule(rule: AlertRule, at: string): void {
  const { table, queueIds } = rule.subject;
  if (queueIds !== undefined && table !== 'contacts')
    throw new RulesError(`${at}/subject/queueIds`, 'only single contacts are narrowed to those of some queues');
  if (rule.schedule !== undefined) checkSchedule(rule.schedule, `${at}/schedule`);
  if (rule.inhibitedBy?.includes(rule.id) === true)
    throw new RulesError(`${at}/inhibitedBy/${rule.inhibitedBy.indexOf(rule.id)}`, 'a rule cannot inhibit itself');
  rule.levels.forEach((level, index) => {
    const pointer = `${at}/levels/${index}`;
    if (rule.levels.findIndex((other) => other.severity === level.severity) !== index)
      throw new RulesError(`${pointer}/severity`, 'a rule has each severity once');
    if (depthOf(level.when) > MAX_CONDITION_DEPTH)
      throw new RulesError(`${pointer}/when`, `conditions may be nested ${MAX_CONDITION_DEPTH} deep`);
    checkCount(level, pointer);
    checkCondition(level.when, table, `${pointer}/when`);
  });
}

function checkCount({ count, forMs }: RuleLevel, at: string): void {
  if (count === undefined) return;
  if (count.times === undefined && count.heldMs === undefined)
    throw new RulesError(`${at}/count`, 'say how often, or for how long in all');
  if (count.heldMs !== undefined && count.heldMs > count.withinMs)
    throw new RulesError(
      `${at}/count/heldMs`,
      'it cannot hold for longer than the time it is counted over, so this rule could never fire',
    );
  if (forMs > 0)
    throw new RulesError(`${at}/forMs`, 'a level that counts within a time has no pending period: set it to 0');
  if (count.withinMs > MAX_COUNT_MS) throw new RulesError(`${at}/count/withinMs`, 'a day at most');
}

/** A schedule that never opens, or a span of no length, would switch the rule off without saying so. */
export function checkSchedule({ zone, open }: Schedule, at: string): void {
  if (zone !== undefined && !isZone(zone)) throw new RulesError(`${at}/zone`, `there is no time zone “${zone}”`);
  if (open.length === 0)
    throw new RulesError(`${at}/open`, 'a schedule that never opens would keep the rule out of force: add open hours');
  open.forEach((span, index) => checkSpan(span, `${at}/open/${index}`));
}

function checkSpan({ from, to }: Pick<LocalSpan, 'from' | 'to'>, at: string): void {
  if (from === '24:00') throw new RulesError(`${at}/from`, 'nothing begins at 24:00: say 00:00 of the day after');
  if (from === to) throw new RulesError(`${at}/to`, 'it begins and ends at the same time, so it has no length');
}

/** Throws {@link RulesError} for a recurrence that never comes. */
export function checkRecurrence(when: Recurrence, at: string): void {
  if (when.kind === 'once') {
    if (when.to <= when.from) throw new RulesError(`${at}/to`, 'a window ends later than it begins: it has no length');
    return;
  }
  if (when.zone !== undefined && !isZone(when.zone))
    throw new RulesError(`${at}/zone`, `there is no time zone “${when.zone}”`);
  checkSpan(when, at);
}

function checkCondition(condition: Condition, table: SubjectTable, at: string): void {
  if ('all' in condition || 'any' in condition) {
    const [name, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
    parts.forEach((part, index) => checkCondition(part, table, `${at}/${name}/${index}`));
    return;
  }
  checkMetric(condition, table, at);
  checkParts(condition, at);
  checkPast(condition, table, at);
  checkClearAt(condition, at);
}

const OF: Record<SubjectTable, string> = {
  sites: 'the site',
  groups: 'a group',
  teams: 'a team',
  queues: 'a queue',
  agents: 'an agent',
  bots: 'a bot',
  contacts: 'a single contact',
  sources: 'a source',
};

function checkMetric({ metric, window }: Comparison, table: SubjectTable, at: string): void {
  const { tables, span } = ALERT_METRICS[metric];
  if (!tables.includes(table))
    throw new RulesError(
      `${at}/metric`,
      `“${metric}” cannot be measured of ${OF[table]}; of that there are: ${metricsOf(table).join(', ')}`,
    );
  if (window === undefined) return;
  if (span !== 'window')
    throw new RulesError(
      `${at}/window`,
      span === 'now' ? `“${metric}” is of the moment and takes no window` : `“${metric}” brings its own span of time`,
    );
}

type Part = Exclude<keyof Comparison, 'metric' | 'window' | 'is' | 'threshold' | 'clearAt' | 'minimumSample' | 'proof'>;
/** Which metrics each further field belongs to. */
const BELONGS: Record<Part, readonly string[]> = {
  state: ['time-in-state'],
  significance: ['forecast-deviation'],
  intervals: ['forecast-deviation', 'weeks-anomaly'],
  of: ['weeks-anomaly'],
  weeks: ['weeks-anomaly'],
  side: ['forecast-deviation', 'weeks-anomaly'],
  day: ['bad-days'],
  ofDays: ['bad-days'],
  words: ['feedback-mentions'],
  themes: ['feedback-mentions'],
  withinHours: ['feedback-mentions'],
};

function checkParts(comparison: Comparison, at: string): void {
  const { metric, threshold, is } = comparison;
  for (const [part, metrics] of Object.entries(BELONGS)) {
    if (comparison[part as Part] !== undefined && !metrics.includes(metric))
      throw new RulesError(`${at}/${part}`, `“${part}” belongs to ${metrics.join(' and ')}`);
  }
  const { unit, span } = ALERT_METRICS[metric];
  if (comparison.proof !== undefined && (unit !== 'ratio' || span !== 'window'))
    throw new RulesError(`${at}/proof`, 'only a share of contacts over a window can be proven beyond chance');
  if (span === 'own' && (is === 'below' || is === 'at-most'))
    throw new RulesError(
      `${at}/is`,
      `“${metric}” is large where something is wrong: compare it with above or at-least`,
    );
  if (metric === 'time-in-state' && comparison.state === undefined)
    throw new RulesError(`${at}/state`, 'say which state');
  if (metric === 'feedback-mentions' && comparison.words === undefined && comparison.themes === undefined)
    throw new RulesError(`${at}/words`, 'say which words or themes');
  if (unit === 'ratio' && span === 'window' && isNever(is, threshold))
    throw new RulesError(`${at}/threshold`, 'a share lies between 0 and 1 (0 and 100 %): this could never hold');
}

/** What is compared with the past must be something that the past has. */
function checkPast({ metric, of, day, ofDays, threshold }: Comparison, table: SubjectTable, at: string): void {
  if (metric === 'weeks-anomaly') {
    if (of !== undefined) checkKept(of, table, `${at}/of`, 'half hour');
    else if (table === 'agents' || table === 'bots')
      throw new RulesError(`${at}/of`, `no contacts are offered to ${OF[table]}: say which metric is compared`);
    return;
  }
  if (metric !== 'bad-days') return;
  if (day === undefined) throw new RulesError(`${at}/day`, 'say what makes a day a bad one');
  checkKept(day.metric, table, `${at}/day/metric`, 'day');
  const measured = ALERT_METRICS[day.metric];
  if (measured.unit === 'ratio' && day.rise === undefined && isNever(day.is, day.threshold))
    throw new RulesError(`${at}/day/threshold`, 'a share lies between 0 and 1 (0 and 100 %): this could never hold');
  if (day.rise !== undefined && measured.unit !== 'ratio')
    throw new RulesError(`${at}/day/rise`, 'only a share can rise over its usual one');
  if (ofDays !== undefined && threshold > ofDays)
    throw new RulesError(`${at}/ofDays`, `there cannot be ${threshold} bad days among ${ofDays}`);
  if (threshold > MOST_DAYS) throw new RulesError(`${at}/threshold`, `${MOST_DAYS} days are remembered`);
}

function checkKept(metric: AlertMetricId, table: SubjectTable, at: string, of: string): void {
  const { span, tables } = ALERT_METRICS[metric];
  if (span === 'now') throw new RulesError(at, `“${metric}” is of the moment: no ${of} has one, so it has no data`);
  if (span === 'own') throw new RulesError(at, `“${metric}” is no number of a ${of}`);
  if (!tables.includes(table)) {
    const those = metricsOf(table).filter((id) => ALERT_METRICS[id].span === 'window');
    throw new RulesError(at, `“${metric}” cannot be measured of ${OF[table]}; of that there are: ${those.join(', ')}`);
  }
}

const MOST_DAYS = 60;

function isNever(is: Comparison['is'], threshold: number): boolean {
  if (is === 'above') return threshold >= 1;
  if (is === 'at-least') return threshold > 1;
  return is === 'below' ? threshold <= 0 : threshold < 0;
}

/** A clear threshold on the wrong side would end an alert while its condition still holds. */
function checkClearAt({ is, threshold, clearAt }: Comparison, at: string): void {
  if (clearAt === undefined) return;
  const rising = is === 'above' || is === 'at-least';
  if (rising ? clearAt <= threshold : clearAt >= threshold) return;
  throw new RulesError(
    `${at}/clearAt`,
    `the clear threshold lies on the wrong side: it must be ${rising ? 'no higher' : 'no lower'} than the threshold`,
  );
}

function depthOf(condition: Condition): number {
  if ('all' in condition) return 1 + Math.max(...condition.all.map(depthOf));
  if ('any' in condition) return 1 + Math.max(...condition.any.map(depthOf));
  return 1;
}
