import { useMemo, type ReactNode } from 'react';
import { Dialog, Heading, Popover } from 'react-aria-components';
import { readBotCell } from '@floorwalk/shared/floor/bot-cell';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { Measured, MetricId, MetricUnit, RollUp } from '@floorwalk/shared/metrics/metric';
import type { MessageKey } from '../messages/message-key.ts';
import { t, textOf } from '../messages/text.ts';
import { useGlass, useNow } from '../store/use-now.ts';
import { useRow } from '../store/use-row.ts';
import { BOT_METRICS, isBotMetric } from '@floorwalk/shared/metrics/bot-metrics';
import { DASH, formatConfidence, formatCount, formatDuration, formatTime, formatValue } from '../ui/format.ts';
import { isAgentTodayMetric, measureAgentToday, siteToday } from './agent-numbers.ts';
import { isFew, isOfTime } from './evidence.ts';
import { useFormula } from './formula-state.ts';
import { figureFormula, figureLabel, figureSource, metricFormula, metricLabel, metricUnit } from './metric-words.ts';
import { measureRow } from './metric-input.ts';
import type { FigureOnGlass, NumberOnGlass } from './subject.ts';
import { ALL_BOTS } from './all-bots.ts';
import { useBot, useSubjectRow } from './use-subject.ts';
import { useSiteId } from '../shell/use-desk.ts';

/** What a number is, how it came about, and how far it can be trusted; follows the number while it is open. */
export default function FormulaPopover() {
  const { open, close } = useFormula();
  const anchor = useMemo(() => ({ current: open?.anchor ?? null }), [open?.anchor]);
  if (!open) return null;
  return (
    <Popover
      className="popover"
      triggerRef={anchor}
      isOpen
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        close();
        // The anchor may be a cell's number that cannot hold the focus itself.
        const holder = open.anchor.closest<HTMLElement>('[data-column]') ?? open.anchor;
        if (holder instanceof HTMLElement) requestAnimationFrame(() => holder.focus({ preventScroll: true }));
      }}
      placement="bottom"
    >
      <Dialog className="popover-body formula">
        {'figure' in open ? (
          <FigureFormula figure={open} anchor={open.anchor} />
        ) : open.subject.table === 'agents' ? (
          <AgentFormula number={open} />
        ) : isBotMetric(open.metric) ? (
          <BotFormula number={open} />
        ) : (
          <QueueFormula number={open} />
        )}
      </Dialog>
    </Popover>
  );
}

function QueueFormula({ number }: { readonly number: NumberOnGlass }) {
  const row = useSubjectRow(number.subject);
  const now = useNow();
  if (isBotMetric(number.metric)) return null;
  const metric = METRICS[number.metric];
  const measured = row ? measureRow(number.metric, row, number.window, now) : NOTHING;
  const withheld =
    number.subject.table === 'visible' && (metric.rollUp === 'merged-waits' || number.metric === 'wait-estimate');
  return (
    <Explained
      number={number}
      name={number.subject.table === 'visible' ? t('formula.visible-queues') : (row?.name ?? number.subject.id)}
      measured={withheld ? NOTHING : measured}
      span={metric.span}
      rollUp={metric.rollUp}
      thresholdMs={(row as { serviceLevelThresholdMs?: number } | undefined)?.serviceLevelThresholdMs}
      target={metric.id.startsWith('service-level') ? row?.serviceLevelTarget : undefined}
      note={withheld ? t('formula.not-from-parts') : undefined}
    />
  );
}

function BotFormula({ number }: { readonly number: NumberOnGlass }) {
  const bot = useBot(number.subject.id);
  if (!isBotMetric(number.metric)) return null;
  const metric = BOT_METRICS[number.metric];
  const measured = bot ? metric.measure(bot, readBotCell(bot.windows[number.window])) : NOTHING;
  return (
    <Explained
      number={number}
      name={number.subject.id === ALL_BOTS ? t('formula.all-bots') : (bot?.name ?? number.subject.id)}
      measured={measured}
      span={metric.span}
      rollUp={metric.unit === 'count' ? 'sum' : 'weighted'}
      target={metric.againstThreshold ? bot?.confidenceThreshold : undefined}
    />
  );
}

function AgentFormula({ number }: { readonly number: NumberOnGlass }) {
  const agent = useRow('agents', number.subject.id);
  const now = useNow();
  if (!isAgentTodayMetric(number.metric)) return null;
  return (
    <Explained
      number={number}
      name={agent?.name ?? number.subject.id}
      measured={agent ? measureAgentToday(number.metric, agent, siteToday(now)) : NOTHING}
      span="window"
      rollUp={METRICS[number.metric].rollUp}
    />
  );
}

/** A number from elsewhere: as it stands on the glass, and what it stands on as far as it was told. */
function FigureFormula({ figure, anchor }: { readonly figure: FigureOnGlass; readonly anchor: HTMLElement }) {
  useNow();
  const metric = Object.hasOwn(METRICS, figure.figure) ? METRICS[figure.figure as MetricId] : null;
  const value = anchor.dataset['value'] ?? spoken(anchor);
  return (
    <>
      <Heading slot="title">{figureLabel(figure.figure)}</Heading>
      {figure.of !== '' && <p className="quiet">{figure.of}</p>}
      <p className="formula-value numeric">{value}</p>
      {value === DASH && <p className="formula-note">{t('value.none-explained')}</p>}
      <dl className="facts">
        <Fact label={t('formula.formula')}>{figureFormula(figure.figure)}</Fact>
        {figure.above !== undefined && <Fact label={t('formula.numerator')}>{figure.above}</Fact>}
        {figure.below !== undefined && <Fact label={t('formula.denominator')}>{figure.below}</Fact>}
        {metric && <Fact label={t('formula.roll-up')}>{t(`roll-up.${metric.rollUp}` as MessageKey)}</Fact>}
        <Fact label={t('formula.source')}>{figureSource(figure.figure)}</Fact>
      </dl>
    </>
  );
}

/** What an element shows, without what is said to screen readers alone. */
function spoken(element: HTMLElement): string {
  const shown = element.cloneNode(true) as HTMLElement; // a clone of an HTML element is one
  for (const hidden of shown.querySelectorAll('.visually-hidden')) hidden.remove();
  return shown.textContent?.trim() ?? '';
}

const NOTHING: Measured = { value: null, numerator: null, denominator: null };

type ExplainedProps = {
  readonly number: NumberOnGlass;
  readonly name: string;
  readonly measured: Measured;
  readonly span: 'now' | 'window';
  readonly rollUp: RollUp;
  readonly thresholdMs?: number | undefined;
  readonly target?: number | undefined;
  readonly note?: string | undefined;
};

function Explained({ number, name, measured, span, rollUp, thresholdMs, target, note }: ExplainedProps) {
  const { metric, window } = number;
  const unit = metricUnit(metric);
  const glass = useGlass();
  const site = useRow('sites', useSiteId());
  const isConfidence = metric.startsWith('bot-confidence');
  const show = (value: number | null) => (isConfidence ? formatConfidence(value) : formatValue(value, unit));
  const ofTime = isOfTime(metric);
  const hasParts = measured.denominator !== null && measured.numerator !== null;
  const few = isFew(metric, unit, measured);
  return (
    <>
      <Heading slot="title">{metricLabel(metric)}</Heading>
      <p className="quiet">
        {name} · {span === 'now' ? t('window.now') : t(`window.${window}` as MessageKey)}
      </p>
      <p className="formula-value numeric">{show(measured.value)}</p>
      {measured.value === null && <p className="formula-note">{note ?? t('value.none-explained')}</p>}
      {few && <p className="formula-note">{t('formula.few', { count: measured.denominator ?? 0 })}</p>}
      <dl className="facts">
        <Fact label={t('formula.formula')}>{metricFormula(metric)}</Fact>
        {hasParts && (
          <>
            <Fact label={t('formula.numerator')}>{part(measured.numerator, ofTime ? 'ms' : unit, isConfidence)}</Fact>
            <Fact label={t('formula.denominator')}>
              {ofTime ? formatDuration(measured.denominator) : formatCount(measured.denominator)}
            </Fact>
          </>
        )}
        {!hasParts && measured.denominator !== null && <Fact label="n">{formatCount(measured.denominator)}</Fact>}
        {metricFormula(metric).includes('T') && thresholdMs !== undefined && (
          <Fact label="T">{formatDuration(thresholdMs)}</Fact>
        )}
        {target !== undefined && (
          <Fact label={t('formula.target')}>{isConfidence ? formatConfidence(target) : formatValue(target, unit)}</Fact>
        )}
        <Fact label={t('formula.roll-up')}>{t(`roll-up.${rollUp}` as MessageKey)}</Fact>
        <Fact label={t('formula.source')}>{textOf(`metric.${metric}.source`) ?? DASH}</Fact>
        {site && glass.asOf !== null && (
          <Fact label={t('formula.as-of')}>
            {formatTime(glass.asOf, site.zone)}
            {glass.grey && ` · ${t('formula.old')}`}
          </Fact>
        )}
      </dl>
    </>
  );
}

function part(value: number | null, unit: MetricUnit, isConfidence: boolean): string {
  if (isConfidence) return formatConfidence(value);
  return unit === 'ms'
    ? formatDuration(value)
    : value !== null && !Number.isInteger(value)
      ? formatConfidence(value)
      : formatCount(value);
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="numeric">{children}</dd>
    </div>
  );
}
