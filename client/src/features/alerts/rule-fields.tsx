import type { ReactNode } from 'react';
import type { AlertRule, Comparison, RuleLevel } from '@floorwalk/shared/alerts/rule';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import { METRIC_IDS } from '@floorwalk/shared/metrics/metric';
import { ALERT_METRICS } from '@floorwalk/shared/alerts/alert-metric';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { alertMetricLabel } from './alert-metric-words.ts';
import { useIds } from '../../store/use-row.ts';
import { fromField, onlyComparison, toField } from './rule-form.ts';
import { queueName } from './rule-name.ts';

type Props = {
  readonly rule: AlertRule;
  readonly onChange: (rule: AlertRule) => void;
  /** Name of the field that the server refused. */
  readonly faulty: string | null;
};

const IS = ['above', 'at-least', 'below', 'at-most'] as const;
const SEVERITIES = ['warning', 'critical'] as const;
const TABLES = ['sites', 'groups', 'teams', 'queues'] as const;
/** Beyond this a rule for one queue is narrowed as text. */
const MOST_QUEUES = 500;

/** A rule of one comparison, field by field. */
export function RuleFields({ rule, onChange, faulty }: Props) {
  const queueIds = useIds('queues');
  const [level] = rule.levels;
  const comparison = onlyComparison(rule);
  if (level === undefined || comparison === null) return null;
  const { metric, window = 'last30m', is, threshold, clearAt, minimumSample, proof } = comparison;
  const unit = t(`rule.unit.${ALERT_METRICS[metric].unit}`);
  const put = (change: Partial<RuleLevel>) => onChange({ ...rule, levels: [{ ...level, ...change }] });
  const compare = (change: { readonly [K in keyof Comparison]?: Comparison[K] | undefined }) =>
    put({ when: withoutAbsent({ ...comparison, ...change }) });
  const watches = rule.subject.ids?.[0] === undefined ? rule.subject.table : `one:${rule.subject.ids[0]}`;
  const watch = (value: string) => {
    const table = TABLES.find((one) => one === value);
    onChange({ ...rule, subject: table ? { table } : { table: 'queues', ids: [value.slice('one:'.length)] } });
  };
  return (
    <fieldset className="rule-fields">
      <Field name="name" faulty={faulty} label={t('rule.name')}>
        <input
          required
          maxLength={200}
          value={rule.name}
          onChange={(event) => onChange({ ...rule, name: event.target.value })}
        />
      </Field>
      <Field name="severity" faulty={faulty} label={t('rule.severity')}>
        <Choice
          value={level.severity}
          options={SEVERITIES.map((one) => [one, t(`alert-severity.${one}`)])}
          onChange={(value) => put({ severity: value === 'critical' ? 'critical' : 'warning' })}
        />
      </Field>
      <Field name="subject" faulty={faulty} label={t('rule.watches')}>
        <Choice
          value={watches}
          options={[
            ...TABLES.map((one): [string, string] => [one, t(`rule.watches.${one}`)]),
            ...queueIds
              .slice(0, MOST_QUEUES)
              .map((id): [string, string] => [`one:${id}`, t('rule.watches.one', { name: queueName(id) })]),
          ]}
          onChange={watch}
        />
      </Field>
      <Field name="metric" faulty={faulty} label={t('rule.metric')}>
        <Choice
          value={metric}
          options={METRIC_IDS.map((id) => [id, alertMetricLabel(id)])}
          onChange={(value) => {
            const id = METRIC_IDS.find((one) => one === value);
            if (id === undefined) return;
            // A threshold means nothing in another unit.
            const kept = ALERT_METRICS[id].unit === ALERT_METRICS[metric].unit ? threshold : fromField(1, id);
            compare({ metric: id, threshold: kept, clearAt: undefined, proof: undefined });
          }}
        />
      </Field>
      {ALERT_METRICS[metric].span === 'window' && (
        <Field name="window" faulty={faulty} label={t('rule.window')}>
          <Choice
            value={window}
            options={WINDOW_KEYS.map((one) => [one, t(`window.${one}` as MessageKey)])}
            onChange={(value) => compare({ window: WINDOW_KEYS.find((one) => one === value) })}
          />
        </Field>
      )}
      <Field name="is" faulty={faulty} label={t('rule.is')}>
        <Choice
          value={is}
          options={IS.map((one) => [one, t(`is.${one}`)])}
          onChange={(value) => compare({ is: IS.find((one) => one === value) ?? is })}
        />
      </Field>
      <NumberField
        name="threshold"
        faulty={faulty}
        label={t('rule.threshold', { unit })}
        value={toField(threshold, metric)}
        onChange={(value) => compare({ threshold: fromField(value ?? 0, metric) })}
      />
      <NumberField
        name="clearAt"
        faulty={faulty}
        label={t('rule.clear-at', { unit })}
        value={clearAt === undefined ? undefined : toField(clearAt, metric)}
        onChange={(value) => compare({ clearAt: value === undefined ? undefined : fromField(value, metric) })}
      />
      <NumberField
        name="forMs"
        faulty={faulty}
        label={t('rule.for')}
        value={level.forMs / 1_000}
        onChange={(value) => put({ forMs: Math.round((value ?? 0) * 1_000) })}
      />
      <NumberField
        name="keepFiringMs"
        faulty={faulty}
        label={t('rule.keep')}
        value={level.keepFiringMs / 1_000}
        onChange={(value) => put({ keepFiringMs: Math.round((value ?? 0) * 1_000) })}
      />
      {ALERT_METRICS[metric].span === 'window' && (
        <NumberField
          name="minimumSample"
          faulty={faulty}
          label={t('rule.sample')}
          value={minimumSample}
          onChange={(value) => compare({ minimumSample: value === undefined ? undefined : Math.round(value) })}
        />
      )}
      {ALERT_METRICS[metric].unit === 'ratio' && (
        <label className="check-field">
          <input
            type="checkbox"
            checked={proof !== undefined}
            onChange={(event) => compare({ proof: event.target.checked ? 'wilson' : undefined })}
          />
          <span>{t('rule.proof')}</span>
        </label>
      )}
      <Field name="group" faulty={faulty} label={t('rule.group')}>
        <input
          maxLength={200}
          value={rule.group ?? ''}
          onChange={(event) => {
            const { group: _, ...rest } = rule;
            onChange(event.target.value === '' ? rest : { ...rest, group: event.target.value });
          }}
        />
      </Field>
    </fieldset>
  );
}

function withoutAbsent(comparison: { readonly [K in keyof Comparison]?: Comparison[K] | undefined }): Comparison {
  return Object.fromEntries(Object.entries(comparison).filter(([, value]) => value !== undefined)) as Comparison;
}

type FieldProps = { readonly name: string; readonly faulty: string | null; readonly label: string };

function Field({ name, faulty, label, children }: FieldProps & { readonly children: ReactNode }) {
  return (
    <label className="field" data-faulty={faulty === name || undefined}>
      <span>{label}</span>
      {children}
    </label>
  );
}

function NumberField({
  value,
  onChange,
  ...field
}: FieldProps & { readonly value: number | undefined; readonly onChange: (value: number | undefined) => void }) {
  return (
    <Field {...field}>
      <input
        type="number"
        min={0}
        step="any"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
      />
    </Field>
  );
}

function Choice({
  value,
  options,
  onChange,
}: {
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([id, label]) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
