import type { FloorState } from '../floor/floor-state.ts';
import { BUCKET_MS } from '../floor/window.ts';
import { advanceAlert, dueAt, QUIET, type Found } from './advance-alert.ts';
import { standingOf, stands, type AlertTransition, type StandingAlert } from './alert-transition.ts';
import type { AlertWindow } from './alert-window.ts';
import { noteMove, type BreachSpans } from './breach-spans.ts';
import { contributors } from './contributors.ts';
import { nextCrossing } from './crossing.ts';
import { evaluateCondition, findCondition } from './evaluate-condition.ts';
import type { SuppressedBy } from './events.ts';
import { Firings, isFiring } from './firings.ts';
import { gatesOf } from './gates-of.ts';
import type { AlertRule } from './rule.ts';
import { scheduleClock } from './stretches.ts';
import { silentFrom } from './own-measures.ts';
import { silentSource } from './silent-source.ts';
import { SubjectMeasures } from './subject-measures.ts';
import type { Subject } from './subject.ts';
import {
  byBreadth,
  byInhibition,
  compileRule,
  watchedKey,
  watchLevel,
  type CompiledRule,
  type Watched,
} from './watched-level.ts';
import { WindowClocks } from './window-clocks.ts';

export type AlertRunOptions = {
  readonly measures?: SubjectMeasures;
  /** The id of the silence that covers alerts of a rule on a subject at a moment. */
  readonly silenceOver?: (rule: AlertRule, subject: Subject, now: number) => string | null;
  readonly windows?: readonly AlertWindow[];
};

/** What a run looks at together: all levels on one subject. */
type Group = {
  readonly subject: Subject;
  readonly watched: Watched[];
  readonly readsAgents: boolean;
  readonly readsMemory: boolean;
  version: number;
  bucket: number;
  /** Until then nothing can change while the version and bucket stay; epoch ms. */
  dueAt: number;
};

/** One look at everything: its moment, the bucket that holds it, and until when windows and sources are as they are then. */
type Round = { readonly now: number; readonly bucket: number; readonly until: number };

/**
 * Runs rules over a floor: live, in a backtest and in a test the same. Call {@link evaluate} after events were folded and at
 * {@link AlertRun.nextDueAt}; time is the site's and only goes forward. A subject whose queues, agents and buckets are the same, and none of whose
 * moments has come, is not looked at.
 */
export class AlertRun {
  private readonly measures: SubjectMeasures;
  private readonly compiled: readonly CompiledRule[];
  private readonly contactRules: readonly CompiledRule[];
  private readonly silenceOver: NonNullable<AlertRunOptions['silenceOver']>;
  private windows: WindowClocks;
  /** Single contacts beyond what is watched at once, by rule. */
  readonly leftOut = new Map<string, number>();
  private watched = new Map<string, Watched>();
  private groups: readonly Group[] = [];
  private shape = '';
  private readonly firings = new Firings();
  /** What stands although it is not (or no longer) watched; ends at the next look. */
  private readonly orphans = new Map<string, StandingAlert>();
  private readonly silentRules: readonly CompiledRule[];
  private silent = '';
  private due = Infinity;
  private busy = false;

  constructor(
    private readonly state: FloorState,
    rules: readonly AlertRule[],
    options: AlertRunOptions = {},
  ) {
    this.measures = options.measures ?? new SubjectMeasures(state);
    this.silenceOver = options.silenceOver ?? (() => null);
    this.windows = new WindowClocks(options.windows ?? [], state.zone);
    this.compiled = rules.map((rule) =>
      compileRule(rule, rule.schedule === undefined ? null : scheduleClock(rule.schedule, state.zone)),
    );
    this.silentRules = this.compiled.filter(({ rule }) => rule.sourceSilent !== undefined);
    this.contactRules = this.compiled.filter(({ rule }) => rule.subject.table === 'contacts');
  }

  /** From now on these windows are in force. */
  useWindows(windows: readonly AlertWindow[]): void {
    this.windows = new WindowClocks(windows, this.state.zone);
    for (const group of this.groups) group.dueAt = -Infinity;
  }

  /** Takes over what stands, as another run or the log left it; everything else is quiet. */
  takeOver(standing: readonly StandingAlert[], spansOf: (alertId: string) => BreachSpans): void {
    this.refresh();
    this.firings.clear();
    this.orphans.clear();
    const left = new Map(standing.map((one) => [one.alertId, one]));
    for (const watched of this.watched.values()) {
      const one = left.get(watched.alertId);
      left.delete(watched.alertId);
      watched.alert = one?.alert ?? QUIET;
      watched.spans = watched.own.level.count === undefined ? [] : spansOf(watched.alertId);
    }
    const byId = new Map(this.compiled.map((compiled) => [compiled.rule.id, compiled]));
    for (const one of standing) {
      const compiled = byId.get(one.ruleId);
      if (left.has(one.alertId)) this.adopt(one, compiled, spansOf);
      if (compiled !== undefined && isFiring(one.alert) && !one.silenced) this.firings.add(compiled.rule, one);
    }
    for (const group of this.groups) group.dueAt = -Infinity;
  }

  /** Single contacts are watched only while they stand. */
  private adopt(
    one: StandingAlert,
    compiled: CompiledRule | undefined,
    spansOf: (alertId: string) => BreachSpans,
  ): void {
    const own = compiled?.levels.find(({ level }) => level.severity === one.severity);
    const subject = one.subjectTable === 'contacts' ? this.measures.subjects.find('contacts', one.subject) : null;
    if (compiled === undefined || own === undefined || subject === null || compiled.rule.subject.table !== 'contacts') {
      this.orphans.set(one.alertId, one);
      return;
    }
    const watched = watchLevel(compiled, own, subject);
    watched.alert = one.alert;
    watched.spans = own.level.count === undefined ? [] : spansOf(one.alertId);
    this.watched.set(watchedKey(compiled.rule.id, one.severity, subject.key), watched);
  }

  /** Evaluates every rule on every subject at `now` and returns what changed. */
  evaluate(now: number): AlertTransition[] {
    this.refresh();
    const moved: AlertTransition[] = [];
    const until = this.timesUntil(now);
    this.due = until;
    this.busy = false;
    const bucket = Math.floor(now / BUCKET_MS);
    for (const group of this.groups) {
      this.look(group, { now, bucket, until }, moved);
      if (group.dueAt < this.due) this.due = group.dueAt;
    }
    for (const compiled of this.contactRules) this.lookAtContacts(compiled, now, moved);
    for (const orphan of this.orphans.values()) moved.push(this.end(orphan, now));
    this.orphans.clear();
    return moved;
  }

  /** Until when windows and silent sources are as they are now; where a source fell silent or spoke again since, everything is looked at. */
  private timesUntil(now: number): number {
    let until = this.windows.until(now);
    let silent = '';
    for (const { rule } of this.silentRules) {
      if (rule.sourceSilent === undefined) continue;
      silent += `${rule.id} ${silentSource(this.state, rule.sourceSilent, now) ?? ''},`;
      for (const source of this.state.sources.values()) {
        const from = silentFrom(source, rule.sourceSilent.sourceIds !== undefined);
        if (from !== null && from >= now) until = Math.min(until, from + 1);
      }
    }
    if (silent !== this.silent) for (const group of this.groups) group.dueAt = -Infinity;
    this.silent = silent;
    return until;
  }

  private look(group: Group, { now, bucket, until }: Round, moved: AlertTransition[]): void {
    const { subject } = group;
    // Bots, sources and single contacts tell no version: they are few, and looked at each time.
    const told = subject.queues.length > 0 || (subject.table === 'agents' && subject.agents.length > 0);
    const version = told
      ? this.measures.versionOf(subject, group.readsAgents) + (group.readsMemory ? this.measures.memory.version : 0)
      : Number.NaN;
    if (version === group.version && bucket === group.bucket && now < group.dueAt) {
      this.busy ||= group.watched.some(({ alert }) => stands(alert));
      return;
    }
    group.version = version;
    group.bucket = bucket;
    const measureOf = this.measures.at(subject, now);
    let due = until;
    for (const watched of group.watched) {
      const isSame = watched.version === version && watched.bucket === bucket && watched.own.timeDriven.length === 0;
      if (!isSame) watched.finding = findCondition(watched.own.level.when, measureOf);
      watched.version = version;
      watched.bucket = bucket;
      this.advance(watched, now, moved);
      due = Math.min(due, this.dueOf(watched, now));
      this.busy ||= stands(watched.alert);
    }
    group.dueAt = due;
  }

  private lookAtContacts(compiled: CompiledRule, now: number, moved: AlertTransition[]): void {
    const seen = new Set<string>();
    const { subjects, leftOutCount } = this.measures.subjects.contactsOf(compiled.rule.subject);
    this.leftOut.set(compiled.rule.id, leftOutCount);
    for (const subject of subjects) {
      const measureOf = this.measures.at(subject, now);
      for (const own of compiled.levels) {
        const key = watchedKey(compiled.rule.id, own.level.severity, subject.key);
        const finding = findCondition(own.level.when, measureOf);
        const known = this.watched.get(key);
        this.due = Math.min(this.due, nextCrossing(own.timeDriven, subject, this.state, now));
        if (known === undefined && finding !== 'breached') continue;
        const watched = known ?? watchLevel(compiled, own, subject);
        watched.finding = finding;
        this.watched.set(key, watched);
        seen.add(key);
        this.advance(watched, now, moved);
        this.due = Math.min(this.due, this.dueOf(watched, now));
        this.busy = true;
        if (!stands(watched.alert) && watched.spans.length === 0) this.watched.delete(key);
      }
    }
    for (const [key, watched] of this.watched) {
      if (watched.compiled !== compiled || seen.has(key)) continue;
      this.watched.delete(key);
      if (stands(watched.alert)) moved.push(this.end(standingOf(watched), now));
    }
  }

  private advance(watched: Watched, now: number, moved: AlertTransition[]): void {
    const { alert, own, compiled, subject } = watched;
    const found = this.foundOf(watched, now);
    const next = advanceAlert(alert, own.level, found, now, watched.spans);
    if (next === alert) return;
    if (!isFiring(next)) this.firings.remove(watched.alertId);
    if (own.level.count !== undefined)
      watched.spans = noteMove(watched.spans, alert.state, next.state, now, own.level.count);
    const { evidence } = evaluateCondition(own.level.when, this.measures.at(subject, now));
    const fires = isFiring(next) && !isFiring(alert);
    const suppressedBy = fires ? this.suppressedBy(watched, now) : null;
    const paged = fires && own.level.severity === 'critical' && suppressedBy === null;
    const begins = next.state === 'pending' || fires;
    moved.push({
      alertId: watched.alertId,
      ruleId: compiled.rule.id,
      severity: own.level.severity,
      subjectTable: subject.table,
      subject: subject.id,
      from: alert,
      to: next,
      at: now,
      position: this.state.position,
      evidence,
      paged,
      suppressedBy,
      gates: begins
        ? gatesOf({ rule: compiled.rule, level: own.level, evidence, alert: next, suppressedBy, fires })
        : [],
      contactIds: begins ? contributors(this.state, subject, evidence, now) : [],
      endedBy: found === 'closed' ? (this.isOpen(compiled, now) ? 'maintenance' : 'schedule') : null,
    });
    watched.alert = next;
  }

  /** What was found, after what the rule says of times and silent sources. */
  private foundOf({ compiled, finding, subject }: Watched, now: number): Found {
    const { rule } = compiled;
    if (!this.isOpen(compiled, now) || this.windows.over('maintenance', rule.id, subject, now) !== null)
      return 'closed';
    const policy =
      rule.sourceSilent !== undefined && silentSource(this.state, rule.sourceSilent, now) !== null
        ? rule.sourceSilent.do
        : finding === 'no-data'
          ? rule.noData
          : null;
    if (policy === null) return finding;
    if (policy === 'fire') return 'breached';
    return policy === 'keep' ? 'kept' : 'no-data';
  }

  private isOpen({ schedule }: CompiledRule, now: number): boolean {
    return schedule === null || schedule.at(now) !== null;
  }

  /** What keeps an alert that begins to fire from paging; notes that it fires. */
  private suppressedBy(watched: Watched, now: number): SuppressedBy | null {
    const { compiled, own, subject, alertId } = watched;
    const { rule } = compiled;
    const { severity } = own.level;
    const one = { alertId, severity, subjectTable: subject.table, subject: subject.id };
    const silenceId = this.silenceOver(rule, subject, now);
    if (silenceId !== null) return severity === 'critical' ? { kind: 'silence', silenceId } : null;
    const windowId = this.windows.over('mute', rule.id, subject, now);
    if (windowId !== null) return severity === 'critical' ? { kind: 'mute', windowId } : null;
    const inhibitor = this.firings.inhibitorOf(rule, one);
    const mate = severity === 'critical' ? this.firings.mateOf(rule, alertId) : null;
    this.firings.add(rule, one);
    if (inhibitor !== null) return { kind: 'inhibition', alertId: inhibitor };
    return mate === null ? null : { kind: 'group', alertId: mate };
  }

  private dueOf({ alert, own, compiled, spans, subject }: Watched, now: number): number {
    const timed = dueAt(alert, own.level, now, spans);
    let due = nextCrossing(own.timeDriven, subject, this.state, now);
    if (timed !== null && timed > now) due = Math.min(due, timed);
    if (compiled.schedule !== null) due = Math.min(due, compiled.schedule.until(now));
    return due;
  }

  /** Ends what stands although no rule watches its subject any more. */
  private end(left: StandingAlert, now: number): AlertTransition {
    const { alertId, ruleId, severity, subjectTable, subject, alert } = left;
    this.firings.remove(alertId);
    return {
      alertId,
      ruleId,
      severity,
      subjectTable,
      subject,
      from: alert,
      to: isFiring(alert) ? { ...alert, state: 'resolved', clearedAt: -1 } : QUIET,
      at: now,
      position: this.state.position,
      evidence: [],
      paged: false,
      suppressedBy: null,
      gates: [],
      contactIds: [],
      endedBy: 'subject',
    };
  }

  /** Finds anew what is watched where the floor gained, lost or regrouped something. */
  private refresh(): void {
    const { subjects } = this.measures;
    const shape = subjects.refresh();
    if (shape === this.shape) return;
    this.shape = shape;
    const before = this.watched;
    this.watched = new Map();
    const bySubject = new Map<string, { readonly subject: Subject; readonly watched: Watched[] }>();
    for (const compiled of this.compiled) {
      if (compiled.rule.subject.table === 'contacts') continue;
      for (const subject of subjects.of(compiled.rule.subject)) {
        let group = bySubject.get(subject.key);
        if (group === undefined) bySubject.set(subject.key, (group = { subject, watched: [] }));
        for (const own of compiled.levels) {
          const key = watchedKey(compiled.rule.id, own.level.severity, subject.key);
          const known = before.get(key);
          before.delete(key);
          const watched = known === undefined ? watchLevel(compiled, own, subject) : { ...known, subject, version: -1 };
          this.watched.set(key, watched);
          group.watched.push(watched);
        }
      }
    }
    for (const [key, watched] of before) {
      if (watched.compiled.rule.subject.table === 'contacts') this.watched.set(key, watched);
      else if (stands(watched.alert)) this.orphans.set(watched.alertId, standingOf(watched));
    }
    this.groups = [...bySubject.values()]
      .sort((left, right) => byBreadth(left.subject, right.subject))
      .map(({ subject, watched }): Group => ({
        subject,
        watched: watched.sort(byInhibition),
        readsAgents: subject.table === 'agents' || watched.some(({ own }) => own.readsAgents),
        readsMemory: watched.some(({ own }) => own.readsMemory),
        version: -1,
        bucket: -1,
        dueAt: -Infinity,
      }));
  }

  /** The next moment at which time alone may change an alert, a window or a wait; epoch ms. */
  nextDueAt(now: number, bucketMs: number): number {
    const due = (Math.floor(now / bucketMs) + 1) * bucketMs;
    return this.due > now ? Math.min(due, this.due) : due;
  }

  /** Whether anything stands that time could change although no event comes. */
  isBusy(): boolean {
    if (this.busy) return true;
    for (const queue of this.state.queues.values()) if (queue.waitingContacts.size > 0) return true;
    return false;
  }
}
