import { AGENT_STATES } from '@floorwalk/shared/agents/events';
import { ALERT_METRICS, metricsOf, type SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { Comparison } from '@floorwalk/shared/alerts/rule';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { alertMetricLabel } from './alert-metric-words.ts';
import { DayFields } from './day-fields.tsx';
import { Choice, NumberField, TextField } from './fault-field.tsx';
import { changed, comparisonOf, fromField, toField, type Change } from './rule-form.ts';

type Props = {
  readonly comparison: Comparison;
  readonly table: SubjectTable;
  /** Where it stands in the rule. */
  readonly pointer: string;
  readonly onChange: (comparison: Comparison) => void;
};

const IS = ['above', 'at-least', 'below', 'at-most'] as const;
const SIDES = ['either', 'more', 'less'] as const;

/** One comparison: its metric, window, threshold and gates, and what else the metric asks for. */
export function ComparisonFields({ comparison, table, pointer, onChange }: Props) {
  const { metric, window = 'last30m', is, threshold, clearAt, minimumSample, proof } = comparison;
  const { unit, span } = ALERT_METRICS[metric];
  const unitWord = t(metric === 'weeks-anomaly' ? 'rule.unit.z' : `rule.unit.${unit}`);
  const put = (change: Change<Comparison>) => onChange(changed(comparison, change));
  return (
    <div className="rule-fields">
      <Choice
        pointer={`${pointer}/metric`}
        label={t('rule.metric')}
        value={metric}
        options={metricsOf(table).map((id) => [id, alertMetricLabel(id)] as const)}
        onChange={(id) => onChange(comparisonOf(id, table))}
      />
      {span === 'window' && (
        <Choice
          pointer={`${pointer}/window`}
          label={t('rule.window')}
          value={window}
          options={WINDOW_KEYS.map((one) => [one, t(`window.${one}` as MessageKey)] as const)}
          onChange={(one) => put({ window: one })}
        />
      )}
      {comparison.state !== undefined && (
        <Choice
          pointer={`${pointer}/state`}
          label={t('rule.state')}
          value={comparison.state}
          options={AGENT_STATES.map((state) => [state, t(`agent-state.${state}`)] as const)}
          onChange={(state) => put({ state })}
        />
      )}
      <Choice
        pointer={`${pointer}/is`}
        label={t('rule.is')}
        value={is}
        options={IS.map((one) => [one, t(`is.${one}`)] as const)}
        onChange={(one) => put({ is: one })}
      />
      <NumberField
        pointer={`${pointer}/threshold`}
        label={t('rule.threshold', { unit: unitWord })}
        value={toField(threshold, metric)}
        onChange={(value) => put({ threshold: fromField(value ?? 0, metric) })}
      />
      {metric !== 'bad-days' && (
        <NumberField
          pointer={`${pointer}/clearAt`}
          label={t('rule.clear-at', { unit: unitWord })}
          value={clearAt === undefined ? undefined : toField(clearAt, metric)}
          onChange={(value) => put({ clearAt: value === undefined ? undefined : fromField(value, metric) })}
        />
      )}
      {span === 'window' && (
        <NumberField
          pointer={`${pointer}/minimumSample`}
          label={t('rule.sample')}
          value={minimumSample}
          onChange={(value) => put({ minimumSample: value === undefined ? undefined : Math.round(value) })}
        />
      )}
      {span === 'window' && unit === 'ratio' && (
        <label className="check-field">
          <input
            type="checkbox"
            checked={proof !== undefined}
            onChange={(event) => put({ proof: event.target.checked ? 'wilson' : undefined })}
          />
          <span>{t('rule.proof')}</span>
        </label>
      )}
      <PastFields comparison={comparison} table={table} pointer={pointer} put={put} />
    </div>
  );
}

/** What comparisons with the past ask for. */
function PastFields({
  comparison,
  table,
  pointer,
  put,
}: Pick<Props, 'comparison' | 'table' | 'pointer'> & { readonly put: (change: Change<Comparison>) => void }) {
  const { metric, side, intervals, significance, ofDays, day, words, themes, withinHours } = comparison;
  if (metric === 'forecast-deviation' || metric === 'weeks-anomaly') {
    return (
      <>
        {metric === 'weeks-anomaly' && (
          <AnomalyFields comparison={comparison} table={table} pointer={pointer} put={put} />
        )}
        <Choice
          pointer={`${pointer}/side`}
          label={t('rule.side')}
          value={side ?? 'either'}
          options={SIDES.map((one) => [one, t(`rule.side.${one}`)] as const)}
          onChange={(one) => put({ side: one === 'either' ? undefined : one })}
        />
        <NumberField
          pointer={`${pointer}/intervals`}
          label={t('rule.intervals')}
          min={1}
          value={intervals ?? 2}
          onChange={(value) => put({ intervals: Math.round(value ?? 2) })}
        />
        {metric === 'forecast-deviation' && (
          <NumberField
            pointer={`${pointer}/significance`}
            label={t('rule.significance')}
            value={significance ?? 1.96}
            onChange={(value) => put({ significance: value })}
          />
        )}
      </>
    );
  }
  if (metric === 'bad-days') {
    return (
      <>
        <NumberField
          pointer={`${pointer}/ofDays`}
          label={t('rule.of-days')}
          min={1}
          value={ofDays}
          onChange={(value) => put({ ofDays: value === undefined ? undefined : Math.round(value) })}
        />
        {day !== undefined && (
          <DayFields test={day} table={table} pointer={`${pointer}/day`} onChange={(test) => put({ day: test })} />
        )}
      </>
    );
  }
  if (metric !== 'feedback-mentions') return null;
  return (
    <>
      <TextField
        pointer={`${pointer}/words`}
        holdsAll
        label={t('rule.words')}
        value={(words ?? []).join(', ')}
        onChange={(value) => put({ words: listOf(value) })}
      />
      <TextField
        pointer={`${pointer}/themes`}
        holdsAll
        label={t('rule.themes')}
        value={(themes ?? []).join(', ')}
        onChange={(value) => put({ themes: listOf(value) })}
      />
      <NumberField
        pointer={`${pointer}/withinHours`}
        label={t('rule.within-hours')}
        min={1}
        value={withinHours ?? 24}
        onChange={(value) => put({ withinHours: Math.round(value ?? 24) })}
      />
    </>
  );
}

/** What is compared with past weeks, and how much of it and of them there must be. */
function AnomalyFields({
  comparison: { of = 'offered', weeks, minimumSample },
  table,
  pointer,
  put,
}: Pick<Props, 'comparison' | 'table' | 'pointer'> & { readonly put: (change: Change<Comparison>) => void }) {
  const compared = metricsOf(table).filter((id) => ALERT_METRICS[id].span === 'window');
  return (
    <>
      <Choice
        pointer={`${pointer}/of`}
        label={t('rule.of')}
        value={of}
        options={compared.map((id) => [id, alertMetricLabel(id)] as const)}
        onChange={(id) => put({ of: id, minimumSample: undefined })}
      />
      <NumberField
        pointer={`${pointer}/weeks`}
        label={t('rule.weeks')}
        min={1}
        value={weeks ?? 3}
        onChange={(value) => put({ weeks: value === undefined ? undefined : Math.round(value) })}
      />
      {ALERT_METRICS[of].unit !== 'count' && (
        <NumberField
          pointer={`${pointer}/minimumSample`}
          label={t('rule.half-hour-sample')}
          value={minimumSample ?? 10}
          onChange={(value) => put({ minimumSample: value === undefined ? undefined : Math.round(value) })}
        />
      )}
    </>
  );
}

/** A trailing separator stays while one is typing: it becomes an empty part, which is kept out only of the rule that is sent. */
function listOf(text: string): string[] | undefined {
  const parts = text.split(',').map((part) => part.trimStart());
  return parts.length === 1 && parts[0] === '' ? undefined : parts;
}
