import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import { MAX_CONDITION_DEPTH } from '@floorwalk/shared/alerts/condition-depth';
import type { Condition } from '@floorwalk/shared/alerts/rule';
import { t } from '../../messages/text.ts';
import { ComparisonFields } from './comparison-fields.tsx';
import { FaultNote } from './fault-field.tsx';
import { levelOf } from './rule-form.ts';

type Props = {
  readonly condition: Condition;
  readonly table: SubjectTable;
  readonly pointer: string;
  readonly depth?: number;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove?: (() => void) | undefined;
};

/** A condition: one comparison, or several that must all hold or of which any must, however nested. */
export function ConditionBuilder({ condition, table, pointer, depth = 1, onChange, onRemove }: Props) {
  if (!('all' in condition) && !('any' in condition)) {
    return (
      <div className="condition-part">
        <ComparisonFields comparison={condition} table={table} pointer={pointer} onChange={onChange} />
        <FaultNote pointer={pointer} />
        <div className="alert-actions">
          {depth < MAX_CONDITION_DEPTH && (
            <button
              type="button"
              className="button button-small"
              onClick={() => onChange({ all: [condition, levelOf('warning', table).when] })}
            >
              {t('rule.and-another')}
            </button>
          )}
          {onRemove && <RemoveButton onRemove={onRemove} />}
        </div>
      </div>
    );
  }
  const name = 'all' in condition ? 'all' : 'any';
  const parts = 'all' in condition ? condition.all : condition.any;
  const put = (next: readonly Condition[]) => {
    const [only] = next;
    if (next.length === 1 && only !== undefined) onChange(only);
    else onChange(name === 'all' ? { all: next } : { any: next });
  };
  const more: Condition = levelOf('warning', table).when;
  return (
    <fieldset className="condition-group">
      <legend>
        <select
          aria-label={t('rule.joint')}
          value={name}
          onChange={(event) => onChange(event.target.value === 'any' ? { any: parts } : { all: parts })}
        >
          <option value="all">{t('rule.joint.all')}</option>
          <option value="any">{t('rule.joint.any')}</option>
        </select>
      </legend>
      <FaultNote pointer={pointer} />
      <ol className="condition-parts">
        {parts.map((part, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a part is its place
          <li key={index}>
            <ConditionBuilder
              condition={part}
              table={table}
              pointer={`${pointer}/${name}/${index}`}
              depth={depth + 1}
              onChange={(next) => put(parts.map((one, at) => (at === index ? next : one)))}
              onRemove={() => put(parts.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      <div className="alert-actions">
        <button type="button" className="button button-small" onClick={() => put([...parts, more])}>
          {t('rule.add-comparison')}
        </button>
        {depth < MAX_CONDITION_DEPTH - 1 && (
          <button
            type="button"
            className="button button-small"
            onClick={() => put([...parts, name === 'all' ? { any: [more, more] } : { all: [more, more] }])}
          >
            {t('rule.add-group')}
          </button>
        )}
        {onRemove && <RemoveButton onRemove={onRemove} />}
      </div>
    </fieldset>
  );
}

function RemoveButton({ onRemove }: { readonly onRemove: () => void }) {
  return (
    <button type="button" className="button button-small" onClick={onRemove}>
      {t('rule.remove-part')}
    </button>
  );
}
