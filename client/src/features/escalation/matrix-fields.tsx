import type { HighValueWatch, MatrixCell } from '@floorwalk/shared/escalation/matrix';
import type { EscalationPolicyRow } from '@floorwalk/shared/escalation/rows';
import { t } from '../../messages/text.ts';
import { MinutesInput, PointerField, PointerGroup } from '../../ui/pointer-field.tsx';
import { RowButton } from '../../ui/row-button.tsx';

type Policies = readonly EscalationPolicyRow[];

type CellProps = {
  readonly at: string;
  readonly cell: MatrixCell | undefined;
  /** What it begins with when it is set apart. */
  readonly start: MatrixCell;
  readonly names: { readonly impact: string; readonly column: string };
  readonly policies: Policies;
  readonly onChange: (cell: MatrixCell | null) => void;
};

/** One cell of the matrix: its path and clocks, or a button that sets it apart from what holds for any. */
export function MatrixEditCell({ at, cell, start, names, policies, onChange }: CellProps) {
  if (cell === undefined) {
    return <RowButton word={t('matrix.fill')} name={t('matrix.fill-named', names)} onClick={() => onChange(start)} />;
  }
  const isNeeded = cell.tier === '*' && cell.contract === '*';
  return (
    <fieldset className="bare matrix-cell" aria-label={t('matrix.cell', names)}>
      <ClockFields at={at} choice={cell} policies={policies} onChange={(change) => onChange({ ...cell, ...change })} />
      {!isNeeded && (
        <RowButton word={t('matrix.clear')} name={t('matrix.clear-named', names)} onClick={() => onChange(null)} />
      )}
    </fieldset>
  );
}

type Choice = Pick<MatrixCell, 'policyId' | 'acknowledgeWithinMs' | 'resolveWithinMs'>;

function ClockFields({
  at,
  choice,
  policies,
  onChange,
}: {
  readonly at: string;
  readonly choice: Choice;
  readonly policies: Policies;
  readonly onChange: (change: Partial<Choice>) => void;
}) {
  return (
    <>
      <PointerField at={`${at}/policyId`} label={t('matrix.policy')}>
        <select value={choice.policyId} onChange={(event) => onChange({ policyId: event.target.value })}>
          {policies.map(({ id, policy }) => (
            <option key={id} value={id}>
              {policy.name}
            </option>
          ))}
        </select>
      </PointerField>
      <PointerField at={`${at}/acknowledgeWithinMs`} label={t('matrix.acknowledge')}>
        <MinutesInput
          ms={choice.acknowledgeWithinMs}
          onChange={(acknowledgeWithinMs) => onChange({ acknowledgeWithinMs: acknowledgeWithinMs ?? 0 })}
        />
      </PointerField>
      <PointerField at={`${at}/resolveWithinMs`} label={t('matrix.resolve')}>
        <MinutesInput
          ms={choice.resolveWithinMs}
          onChange={(resolveWithinMs) => onChange({ resolveWithinMs: resolveWithinMs ?? 0 })}
        />
      </PointerField>
    </>
  );
}

/** High-value queues, watched on their own. */
export function HighValueFields({
  watch,
  policies,
  onChange,
}: {
  readonly watch: HighValueWatch | null;
  readonly policies: Policies;
  readonly onChange: (watch: HighValueWatch | null) => void;
}) {
  const first = policies[0]?.id ?? '';
  const start: HighValueWatch = {
    nearShare: 1,
    leastGapMs: 900_000,
    policyId: first,
    acknowledgeWithinMs: 180_000,
    resolveWithinMs: 900_000,
  };
  return (
    <PointerGroup at="/highValue" legend={t('matrix.high-value')}>
      <label className="field field-row">
        <input
          type="checkbox"
          checked={watch !== null}
          onChange={(event) => onChange(event.target.checked ? start : null)}
        />
        <span>{t('matrix.high-value.on')}</span>
      </label>
      {watch !== null && (
        <>
          <PointerField at="/highValue/nearShare" label={t('matrix.high-value.near')}>
            <input
              type="number"
              min={10}
              max={10_000}
              required
              value={Math.round(watch.nearShare * 100)}
              onChange={(event) => onChange({ ...watch, nearShare: Number(event.target.value) / 100 })}
            />
          </PointerField>
          <PointerField at="/highValue/leastGapMs" label={t('matrix.high-value.gap')}>
            <MinutesInput
              ms={watch.leastGapMs}
              onChange={(leastGapMs) => onChange({ ...watch, leastGapMs: leastGapMs ?? 0 })}
            />
          </PointerField>
          <ClockFields
            at="/highValue"
            choice={watch}
            policies={policies}
            onChange={(change) => onChange({ ...watch, ...change })}
          />
        </>
      )}
    </PointerGroup>
  );
}
