import { memo, useMemo } from 'react';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { BotRow } from '@floorwalk/shared/floor/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { explainElement } from '../../numbers/formula-state.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { judgeConfidence } from '../../severity/bot-severity.ts';
import { SEVERITY_RANK, worst, type Severity } from '../../severity/severity.ts';
import { readPanel } from '../../shell/desk-search.ts';
import { useDeskActions, useDeskSearch } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { useHasData } from '../../store/use-now.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import { measureBot } from '@floorwalk/shared/metrics/bot-metrics';
import { formatConfidence, formatCount, formatRatio } from '../../ui/format.ts';
import { Histogram } from '../../ui/histogram.tsx';
import type { GridColumn, RowPlace } from '../../ui/grid-place.ts';
import { GridRow, LiveGrid } from '../../ui/live-grid.tsx';
import { ResortChip } from '../../ui/resort-chip.tsx';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { useFrozenOrder } from '../../ui/use-frozen-order.ts';

const ROW_HEIGHTS = { compact: 28, comfortable: 40 } as const;
const SORT = { column: 'bot', descending: true };

/** Every bot: how sure it is now, how its open sessions are spread, and what becomes of them. */
export function BotTable({ wide }: { readonly wide: boolean }) {
  const search = useDeskSearch();
  const { openPanel } = useDeskActions();
  const hasData = useHasData();
  const window = search.window ?? DEFAULT_WINDOW;
  const columns = useMemo(() => botColumns(wide), [wide]);
  const context = useMemo(() => ({ window }), [window]);
  const ids = useDerived(['bots'], () => orderBots([...live().store.tables.bots.rows()], window), same, window);
  const order = useFrozenOrder(ids, window);
  const panel = readPanel(search.panel);
  return (
    <section className="pane bot-block" aria-labelledby="bots-title">
      <div className="block-head">
        <h2 id="bots-title">{t('bots.title')}</h2>
        <ResortChip order={order} />
      </div>
      {!hasData ? (
        <Skeleton rows={3} label={t('state.loading')} />
      ) : ids.length === 0 ? (
        <p className="quiet bot-none">
          {t('bots.empty.title')}. {t('bots.empty.text')}
        </p>
      ) : (
        <LiveGrid
          label={t('bots.title')}
          order={order}
          columns={columns}
          rowHeight={ROW_HEIGHTS[search.density ?? 'compact']}
          sort={SORT}
          onSort={() => undefined}
          onOpen={(id) => openPanel('bot', id)}
          onExplain={explainElement}
          selectedId={panel?.kind === 'bot' ? panel.id : null}
          Row={BotTableRow}
          context={context}
          empty={null}
        />
      )}
    </section>
  );
}

/** How bad a bot is: its latest turn, and the turns of the window. */
export function judgeBot(bot: BotRow, window: WindowKey): Severity {
  const mean = judgeConfidence(measureBot('bot-confidence-mean', bot, window), bot.confidenceThreshold);
  const now = judgeConfidence(measureBot('bot-confidence', bot, window), bot.confidenceThreshold);
  // One unsure turn is a hint, not a breach.
  return worst(mean, now === 'critical' ? 'attention' : now);
}

function orderBots(bots: readonly BotRow[], window: WindowKey): readonly string[] {
  return [...bots]
    .sort(
      (left, right) =>
        SEVERITY_RANK[judgeBot(right, window)] - SEVERITY_RANK[judgeBot(left, window)] ||
        right.uncertainNowCount - left.uncertainNowCount ||
        left.name.localeCompare(right.name) ||
        (left.id < right.id ? -1 : 1),
    )
    .map((bot) => bot.id);
}

function botColumns(wide: boolean): readonly GridColumn[] {
  const number = (
    id: string,
    key: Parameters<typeof t>[0],
    title: Parameters<typeof t>[0],
    width: string,
  ): GridColumn => ({
    id,
    label: t(key),
    title: t(title),
    width,
    align: 'end',
    sortable: false,
  });
  const columns: GridColumn[] = [
    {
      id: 'bot',
      label: t('bots.column.bot'),
      width: wide ? 'minmax(130px, 1.4fr)' : 'minmax(104px, 1fr)',
      sortable: false,
    },
    number('bot-confidence', wide ? 'bots.wide.now' : 'bots.column.now', 'metric.bot-confidence', '42px'),
    {
      id: 'spread',
      label: t(wide ? 'bots.wide.spread' : 'bots.column.spread'),
      title: t('bots.spread-explained'),
      width: '62px',
      sortable: false,
    },
    number('bot-uncertain-share', wide ? 'bots.wide.under' : 'bots.column.under', 'metric.bot-uncertain-share', '50px'),
    number('bot-containment', wide ? 'bots.wide.contained' : 'bots.column.contained', 'metric.bot-containment', '50px'),
    number(
      'bot-abandoned-rate',
      wide ? 'bots.wide.abandoned' : 'bots.column.abandoned',
      'metric.bot-abandoned-rate',
      '42px',
    ),
    number('bot-handed-off', wide ? 'bots.wide.handed-off' : 'bots.column.handed-off', 'metric.bot-handed-off', '54px'),
  ];
  if (!wide) return columns;
  return [
    ...columns.map((column) => (column.width.endsWith('px') ? { ...column, width: 'minmax(104px, 0.6fr)' } : column)),
    number('bot-sessions-open', 'bots.column.open', 'metric.bot-sessions-open', 'minmax(80px, 0.5fr)'),
    number('bot-confidence-mean', 'bots.column.mean', 'metric.bot-confidence-mean', 'minmax(80px, 0.5fr)'),
    number('bot-confidence-p10', 'bots.column.p10', 'metric.bot-confidence-p10', 'minmax(80px, 0.5fr)'),
    number('bot-failed', 'bots.column.failed', 'metric.bot-failed', 'minmax(80px, 0.5fr)'),
  ];
}

const BotTableRow = memo(function BotTableRow(props: {
  readonly place: RowPlace;
  readonly context: { readonly window: WindowKey };
}) {
  const { place, context } = props;
  const bot = useRow('bots', place.id);
  if (!bot) return <GridRow place={place} cell={() => null} />;
  const severity = judgeBot(bot, context.window);
  return (
    <GridRow
      place={place}
      severity={severity}
      cell={(column) => {
        if (column === 'bot') {
          return (
            <span className="queue-name">
              <SeverityGlyph severity={severity} />
              <span className="ellipsis">{bot.name}</span>
            </span>
          );
        }
        if (column === 'spread') {
          return (
            <>
              <Spread bot={bot} width={40} height={18} />
              <BotNumber bot={bot} metric="bot-uncertain-now" window={context.window} inGrid />
            </>
          );
        }
        return <BotNumber bot={bot} metric={column as BotMetricId} window={context.window} inGrid />;
      }}
    />
  );
});

export function Spread({
  bot,
  width,
  height,
}: {
  readonly bot: BotRow;
  readonly width: number;
  readonly height: number;
}) {
  return (
    <Histogram
      counts={bot.confidenceHistogram}
      threshold={bot.confidenceThreshold}
      width={width}
      height={height}
      label={t('bots.spread-of', {
        open: bot.sessionsOpenCount,
        under: bot.uncertainNowCount,
        threshold: formatConfidence(bot.confidenceThreshold),
      })}
    />
  );
}

type NumberProps = {
  readonly bot: BotRow;
  readonly metric: BotMetricId;
  readonly window: WindowKey;
  readonly inGrid?: boolean;
};

export function BotNumber({ bot, metric, window, inGrid }: NumberProps) {
  const measured = measureBot(metric, bot, window);
  const isConfidence = metric.startsWith('bot-confidence');
  const isRatio = metric === 'bot-uncertain-share' || metric === 'bot-containment' || metric === 'bot-abandoned-rate';
  // Low percentiles lie under any threshold that is worth having.
  const isJudged = metric === 'bot-confidence' || metric === 'bot-confidence-mean';
  const tone = isJudged ? `tone-${judgeConfidence(measured, bot.confidenceThreshold)}` : '';
  return (
    <NumberButton
      metric={metric}
      subject={{ table: 'bots', id: bot.id }}
      window={window}
      inGrid={inGrid ?? false}
      className={tone}
    >
      {isConfidence
        ? formatConfidence(measured.value)
        : isRatio
          ? formatRatio(measured.value)
          : formatCount(measured.value)}
    </NumberButton>
  );
}
