import { X } from 'lucide-react';
import type { ResponsePromise } from '@floorwalk/shared/handoffs/department';
import { PRIORITIES } from '@floorwalk/shared/handoffs/handoff';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Field } from '../../ui/form-parts.tsx';
import { withItem, withoutEmpty } from './department-draft.ts';

const MINUTE_MS = 60_000;

type Props = {
  readonly promises: readonly ResponsePromise[];
  readonly onChange: (promises: ResponsePromise[]) => void;
  readonly faulty: string;
};

/** Promises for some kinds of request, customer tiers or priorities; the one that names the most goes first. */
export function PromiseFields({ promises, onChange, faulty }: Props) {
  const set = (index: number, promise: ResponsePromise | null) =>
    onChange(withItem(promises, index, promise === null ? null : withoutEmpty(promise)));
  return (
    <fieldset className="field-group">
      <legend>{t('promises.title')}</legend>
      <p className="quiet">{t('promises.text')}</p>
      {promises.map((promise, index) => (
        <div
          // oxlint-disable-next-line react/no-array-index-key -- promises have no names; they stand in their order
          key={index}
          className="editor-row"
          data-faulty={faulty.startsWith(`/promises/${index}`) || undefined}
        >
          <Field label={t('handoff.field.kind')}>
            <input
              maxLength={200}
              value={promise.kind ?? ''}
              onChange={(event) => set(index, { ...promise, kind: event.target.value })}
            />
          </Field>
          <Field label={t('handoff.field.tier')}>
            <input
              maxLength={200}
              value={promise.tier ?? ''}
              onChange={(event) => set(index, { ...promise, tier: event.target.value })}
            />
          </Field>
          <Field label={t('handoff.field.priority')}>
            <select
              className="select"
              value={promise.priority ?? ''}
              onChange={(event) => {
                const { priority: _, ...rest } = promise;
                const priority = PRIORITIES.find((one) => one === event.target.value);
                set(index, priority === undefined ? rest : { ...rest, priority });
              }}
            >
              <option value="">{t('promises.any')}</option>
              {PRIORITIES.map((priority) => (
                <option key={priority} value={priority}>
                  {t(`handoff-priority.${priority}` as MessageKey)}
                </option>
              ))}
            </select>
          </Field>
          <MinutesField
            label={t('promises.minutes')}
            ms={promise.responseMs}
            onChange={(responseMs) => set(index, { ...promise, responseMs })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={t('departments.remove-named', { name: t('promises.number', { number: index + 1 }) })}
            onClick={() => set(index, null)}
          >
            <X aria-hidden="true" size={16} />
          </button>
        </div>
      ))}
      <p>
        <button
          type="button"
          className="button button-small"
          onClick={() => onChange([...promises, { responseMs: 60 * MINUTE_MS }])}
        >
          {t('promises.new')}
        </button>
      </p>
    </fieldset>
  );
}

/** Business time in minutes. */
export function MinutesField({
  label,
  ms,
  faulty = false,
  onChange,
}: {
  readonly label: string;
  readonly ms: number;
  readonly faulty?: boolean;
  readonly onChange: (ms: number) => void;
}) {
  return (
    <label className="field" data-faulty={faulty || undefined}>
      <span>{label}</span>
      <input
        type="number"
        required
        min={1}
        max={129_600}
        value={Math.round(ms / MINUTE_MS)}
        onChange={(event) => onChange(Math.round(event.target.valueAsNumber || 0) * MINUTE_MS)}
      />
    </label>
  );
}

/** The same where nothing may be promised. */
export function OptionalMinutes({
  label,
  ms,
  faulty = false,
  onChange,
}: {
  readonly label: string;
  readonly ms: number | undefined;
  readonly faulty?: boolean;
  readonly onChange: (ms: number | undefined) => void;
}) {
  return (
    <label className="field" data-faulty={faulty || undefined}>
      <span>{label}</span>
      <input
        type="number"
        min={1}
        max={129_600}
        value={ms === undefined ? '' : Math.round(ms / MINUTE_MS)}
        onChange={({ target }) =>
          onChange(target.value === '' ? undefined : Math.round(target.valueAsNumber) * MINUTE_MS)
        }
      />
    </label>
  );
}
