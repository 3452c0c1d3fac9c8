import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { RuleLevel } from '@floorwalk/shared/alerts/rule';
import { t } from '../../messages/text.ts';
import { ConditionBuilder } from './condition-builder.tsx';
import { Choice, FaultNote, NumberField } from './fault-field.tsx';
import { changed, type Change } from './rule-form.ts';

type Props = {
  readonly level: RuleLevel;
  readonly table: SubjectTable;
  readonly pointer: string;
  /** Whether the other severity is free, so that this one may become it. */
  readonly mayChangeSeverity: boolean;
  readonly onChange: (level: RuleLevel) => void;
  readonly onRemove?: (() => void) | undefined;
};

const SEVERITIES = ['warning', 'critical'] as const;
const LASTING = ['for', 'times', 'held'] as const;

/** One severity of a rule: its condition, and how long or how often it must hold. */
export function LevelFields({ level, table, pointer, mayChangeSeverity, onChange, onRemove }: Props) {
  const put = (change: Change<RuleLevel>) => onChange(changed(level, change));
  const { count } = level;
  const lasting = count === undefined ? 'for' : count.times === undefined ? 'held' : 'times';
  return (
    <fieldset className="level-fields" data-severity={level.severity}>
      <legend>{t(`alert-severity.${level.severity}`)}</legend>
      {mayChangeSeverity && (
        <div className="rule-fields">
          <Choice
            pointer={`${pointer}/severity`}
            label={t('rule.severity')}
            value={level.severity}
            options={SEVERITIES.map((one) => [one, t(`alert-severity.${one}`)] as const)}
            onChange={(severity) => put({ severity })}
          />
        </div>
      )}
      <ConditionBuilder
        condition={level.when}
        table={table}
        pointer={`${pointer}/when`}
        onChange={(when) => put({ when })}
      />
      <div className="rule-fields">
        <Choice
          pointer={`${pointer}/count`}
          label={t('rule.lasting')}
          value={lasting}
          options={LASTING.map((one) => [one, t(`rule.lasting.${one}`)] as const)}
          onChange={(one) =>
            put(
              one === 'for'
                ? { count: undefined }
                : {
                    forMs: 0,
                    count: { withinMs: 600_000, ...(one === 'times' ? { times: 3 } : { heldMs: 180_000 }) },
                  },
            )
          }
        />
        {count === undefined && (
          <NumberField
            pointer={`${pointer}/forMs`}
            label={t('rule.for')}
            value={level.forMs / 1_000}
            onChange={(value) => put({ forMs: msOf(value) })}
          />
        )}
        {count?.times !== undefined && (
          <NumberField
            pointer={`${pointer}/count/times`}
            label={t('rule.times')}
            min={1}
            value={count.times}
            onChange={(value) => put({ count: { ...count, times: Math.round(value ?? 1) } })}
          />
        )}
        {count?.heldMs !== undefined && (
          <NumberField
            pointer={`${pointer}/count/heldMs`}
            label={t('rule.held')}
            min={1}
            value={count.heldMs / 1_000}
            onChange={(value) => put({ count: { ...count, heldMs: msOf(value) } })}
          />
        )}
        {count !== undefined && (
          <NumberField
            pointer={`${pointer}/count/withinMs`}
            label={t('rule.within')}
            min={1}
            value={count.withinMs / 1_000}
            onChange={(value) => put({ count: { ...count, withinMs: msOf(value) } })}
          />
        )}
        <NumberField
          pointer={`${pointer}/keepFiringMs`}
          label={t('rule.keep')}
          value={level.keepFiringMs / 1_000}
          onChange={(value) => put({ keepFiringMs: msOf(value) })}
        />
      </div>
      <FaultNote pointer={pointer} />
      {onRemove && (
        <div className="alert-actions">
          <button type="button" className="button button-small" onClick={onRemove}>
            {t('rule.remove-level', { severity: t(`alert-severity.${level.severity}`) })}
          </button>
        </div>
      )}
    </fieldset>
  );
}

function msOf(seconds: number | undefined): number {
  return Math.round((seconds ?? 0) * 1_000);
}
