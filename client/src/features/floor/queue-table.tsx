import { Inbox, SlidersHorizontal } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { explainElement } from '../../numbers/formula-state.ts';
import { metricLabel } from '../../numbers/metric-words.ts';
import { plain } from '../../numbers/plain.ts';
import { useServiceLevelMetric } from '../../numbers/service-level-choice.ts';
import { readPanel } from '../../shell/desk-search.ts';
import { FOCUS_FILTER, RESORT } from '../../shell/use-shortcuts.ts';
import { useMay } from '../../shell/session-context.ts';
import { useChangeSearch, useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { useHasData } from '../../store/use-now.ts';
import { filterWords } from '../../ui/compare-names.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { LiveGrid } from '../../ui/live-grid.tsx';
import { ResortChip } from '../../ui/resort-chip.tsx';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { useFrozenOrder } from '../../ui/use-frozen-order.ts';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import {
  DEFAULT_SORT,
  gridColumns,
  QUEUE_COLUMN_IDS,
  readColumns,
  readSort,
  writeColumns,
  writeSort,
  type QueueColumnId,
} from './queue-columns.ts';
import { queueCsv } from './queue-csv.ts';
import { orderQueues } from './queue-order.ts';
import { QueueTableRow } from './queue-row.tsx';

export const ROW_HEIGHTS = { compact: 24, comfortable: 36 } as const;

/** Every queue, the worst first; idle ones stay. */
export function QueueTable() {
  const search = useDeskSearch();
  const change = useChangeSearch();
  const { openPanel } = useDeskActions();
  const hasData = useHasData();
  const window_ = search.window ?? DEFAULT_WINDOW;
  const words = search.filter ?? '';
  const scope = search.scope ?? '';
  const sort = useMemo(() => readSort(search.sort, DEFAULT_SORT), [search.sort]);
  const columnIds = useMemo(() => readColumns(search.columns), [search.columns]);
  const columns = useMemo(() => gridColumns(columnIds), [columnIds]);
  const serviceLevel = useServiceLevelMetric();
  const key = JSON.stringify([words, scope, sort, window_, serviceLevel]);
  const ids = useDerived(
    ['queues'],
    () =>
      orderQueues(
        live().store.tables.queues.rows(),
        { words: filterWords(words), scope },
        sort,
        window_,
        serviceLevel,
        live().siteTime(),
      ),
    same,
    key,
  );
  const order = useFrozenOrder(ids, key);
  const context = useMemo(() => ({ window: window_, serviceLevel }), [window_, serviceLevel]);
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = () => filter.current?.focus();
    window.addEventListener(FOCUS_FILTER, focus);
    window.addEventListener(RESORT, order.resort);
    return () => {
      window.removeEventListener(FOCUS_FILTER, focus);
      window.removeEventListener(RESORT, order.resort);
    };
  }, [order.resort]);
  const saved = () => {
    const rows = ids.flatMap((id) => live().store.tables.queues.row(id) ?? []);
    return queueCsv(rows, columnIds, context, live().siteTime());
  };
  const total = live().store.tables.queues.size;
  const panel = readPanel(search.panel);

  return (
    <section className="pane queue-block" aria-labelledby="queues-title">
      <div className="block-head">
        <h2 id="queues-title">{t('floor.queues')}</h2>
        <span className="quiet numeric" {...plain('rows')}>
          {ids.length === total ? total : t('floor.some-of', { some: ids.length, all: total })}
        </span>
        <input
          ref={filter}
          type="search"
          className="filter-field"
          placeholder={t('floor.filter')}
          aria-label={t('floor.filter-label')}
          value={words}
          maxLength={100}
          onChange={(event) => change({ filter: event.target.value || undefined }, { replace: true })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || words === '') return;
            event.preventDefault();
            change({ filter: undefined }, { replace: true });
          }}
        />
        <ResortChip order={order} />
        <span className="top-gap" />
        <CsvButton name={t('floor.queues')} table={saved} />
        <ColumnChooser
          columns={columnIds}
          onChange={(next) => change({ columns: writeColumns(next) }, { replace: true })}
        />
      </div>
      {!hasData ? (
        <Skeleton rows={18} label={t('state.loading')} />
      ) : (
        <LiveGrid
          label={t('floor.queues')}
          order={order}
          columns={columns}
          rowHeight={ROW_HEIGHTS[search.density ?? 'compact']}
          sort={sort}
          onSort={(next) => change({ sort: writeSort(next, DEFAULT_SORT) }, { replace: true })}
          onOpen={(id) => openPanel('queue', id)}
          onExplain={explainElement}
          selectedId={panel?.kind === 'queue' ? panel.id : null}
          Row={QueueTableRow}
          context={context}
          empty={<NoQueues filtered={words !== '' || scope !== ''} />}
        />
      )}
    </section>
  );
}

function NoQueues({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <StateNote title={t('floor.none-match')} />
  ) : (
    <StateNote icon={Inbox} title={t('floor.empty.title')} action={<ToSources />}>
      {t('floor.empty.text')}
    </StateNote>
  );
}

/** The first step on an empty floor, for whoever may take it. */
function ToSources() {
  const siteId = useSiteId();
  const { goTo } = useDeskActions();
  if (!useMay('manage-sources', siteId)) return null;
  return (
    <button type="button" className="button button-primary" onClick={() => goTo('settings/sources')}>
      {t('floor.empty.action')}
    </button>
  );
}

type ChooserProps = {
  readonly columns: readonly QueueColumnId[];
  readonly onChange: (columns: readonly QueueColumnId[]) => void;
};

function ColumnChooser({ columns, onChange }: ChooserProps) {
  const nameOf = (id: QueueColumnId) =>
    id === 'trend'
      ? t('floor.trend')
      : id === 'agents'
        ? t('floor.column.agents-explained')
        : metricLabel(id as MetricId);
  return (
    <DialogTrigger>
      <Button className="icon-button labelled">
        <SlidersHorizontal aria-hidden="true" size={14} />
        {t('floor.columns')}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-body column-chooser" aria-label={t('floor.columns')}>
          <fieldset>
            <legend>{t('floor.columns')}</legend>
            {QUEUE_COLUMN_IDS.map((id) => (
              <label key={id} className="check">
                <input
                  type="checkbox"
                  checked={columns.includes(id)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...columns, id] : columns.filter((column) => column !== id))
                  }
                />
                {nameOf(id)}
              </label>
            ))}
          </fieldset>
          <button type="button" className="button" onClick={() => onChange([])}>
            {t('floor.columns-default')}
          </button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
