import type { HistoryImportAnswer, HistoryImportRequest } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';

type Mapping = HistoryImportAnswer['mapping'];
const COLUMNS = [
  'dateColumn',
  'startColumn',
  'countColumn',
  'handleTimeColumn',
  'queueColumn',
  'segmentColumn',
] as const;
const NEEDED: readonly string[] = ['dateColumn', 'countColumn'];
const ORDERS = ['year-month-day', 'day-month-year', 'month-day-year'] as const;

/** Which column holds what, and how its cells are written; every change looks at the file anew. */
export function ImportMapping({
  columns,
  mapping,
  zone,
  missingIsZero,
  change,
  note,
  settle,
}: {
  readonly columns: readonly string[];
  readonly mapping: Mapping;
  readonly zone: string | undefined;
  readonly missingIsZero: boolean;
  readonly change: (change: Partial<HistoryImportRequest>) => void;
  /** The same without looking at the file yet: for a field that is still being typed into. */
  readonly note: (change: Partial<HistoryImportRequest>) => void;
  /** Looks at the file if anything was noted since. */
  readonly settle: () => void;
}) {
  const set = (part: Partial<Mapping>) => change({ mapping: { ...mapping, ...part } });
  return (
    <fieldset className="bare forecast-wide">
      <legend>{t('import-history.mapping')}</legend>
      <div className="forecast-fields">
        {COLUMNS.map((column) => (
          <label key={column} className="field">
            <span>{t(`import-history.${column}`)}</span>
            <select
              value={mapping[column] ?? ''}
              onChange={(event) => set({ [column]: event.target.value === '' ? null : Number(event.target.value) })}
            >
              {!NEEDED.includes(column) && <option value="">{t(`import-history.${column}.none` as never)}</option>}
              {columns.map((name, index) => (
                <option key={index} value={index}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
        {mapping.queueColumn === null && (
          <label className="field">
            <span>{t('import-history.queueId')}</span>
            <input
              value={mapping.queueId ?? ''}
              maxLength={200}
              onChange={(event) => note({ mapping: { ...mapping, queueId: event.target.value || null } })}
              onBlur={settle}
            />
          </label>
        )}
        <label className="field">
          <span>{t('import-history.dateOrder')}</span>
          <select
            value={mapping.dateOrder}
            onChange={(event) =>
              set({ dateOrder: ORDERS.find((order) => order === event.target.value) ?? 'year-month-day' })
            }
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`import-history.dateOrder.${order}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('import-history.decimal')}</span>
          <select
            value={mapping.decimal}
            onChange={(event) => set({ decimal: event.target.value === 'comma' ? 'comma' : 'point' })}
          >
            <option value="point">{t('import-history.decimal.point')}</option>
            <option value="comma">{t('import-history.decimal.comma')}</option>
          </select>
        </label>
        <label className="field">
          <span>{t('import-history.zone')}</span>
          <input
            defaultValue={zone ?? ''}
            placeholder={t('import-history.zone.site')}
            onBlur={(event) => change(zoneOf(event.target.value.trim()))}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={mapping.hasHeader}
            onChange={(event) => set({ hasHeader: event.target.checked })}
          />
          <span>{t('import-history.hasHeader')}</span>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={missingIsZero}
            onChange={(event) => change({ missingIsZero: event.target.checked })}
          />
          <span>{t('import-history.missingIsZero')}</span>
        </label>
      </div>
    </fieldset>
  );
}

function zoneOf(text: string): Partial<HistoryImportRequest> {
  // An absent zone is the site's; a property that is undefined would be taken for a change.
  return text === '' ? {} : { zone: text };
}
