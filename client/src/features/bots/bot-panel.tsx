import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { metricLabel } from '../../numbers/metric-words.ts';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useDeskSearch } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { useGlass } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { BOT_METRIC_IDS } from '@floorwalk/shared/metrics/bot-metric';
import { BOT_METRICS } from '@floorwalk/shared/metrics/bot-metrics';
import { formatConfidence } from '../../ui/format.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { BotSessions } from './bot-sessions.tsx';
import { HandoversNow } from './handovers-now.tsx';
import { PolicyBlock } from './policy-block.tsx';
import { BotNumber, judgeBot, Spread } from './bot-table.tsx';

/** One bot: how sure it is and was, what became of its sessions, and those it is unsure in now. */
export default function BotPanel({ id }: { readonly id: string }) {
  const bot = useRow('bots', id);
  const queue = useRow('queues', bot?.queueId);
  const window = useDeskSearch().window ?? DEFAULT_WINDOW;
  const { openPanel } = useDeskActions();
  const { asOf } = useGlass();
  if (asOf === null) return <Skeleton rows={8} label={t('state.loading')} />;
  if (!bot) return <StateNote title={t('panel.bot-gone')}>{id}</StateNote>;
  return (
    <>
      <header className="panel-head">
        <h2>
          <SeverityGlyph severity={judgeBot(bot, window)} word />
          <span className="ellipsis">{bot.name}</span>
        </h2>
        <p className="quiet panel-meta" {...plain('limit')}>
          {t('bots.threshold', { value: formatConfidence(bot.confidenceThreshold) })}
          {queue && (
            <>
              {' · '}
              {t('bots.hands-to')}{' '}
              <button type="button" className="link-button" onClick={() => openPanel('queue', queue.id)}>
                {queue.name}
              </button>
            </>
          )}
        </p>
      </header>
      <figure className="spread-figure">
        <figcaption>{t('bots.spread-explained')}</figcaption>
        <Spread bot={bot} width={380} height={70} />
        <div className="spread-scale numeric quiet" {...plain('scale')} aria-hidden="true">
          <span>{formatConfidence(0)}</span>
          <span>{formatConfidence(0.5)}</span>
          <span>{formatConfidence(1)}</span>
        </div>
      </figure>
      <div className="fact-grid">
        {BOT_METRIC_IDS.map((metric) => (
          <div key={metric} className="fact-tile">
            <span className="quiet" {...plain('named')}>
              {metricLabel(metric)}
            </span>
            <BotNumber bot={bot} metric={metric} window={window} />
            <small className="quiet" {...plain('evidence')}>
              {BOT_METRICS[metric].span === 'now' ? t('window.now') : t(`window.${window}` as MessageKey)}
            </small>
          </div>
        ))}
      </div>
      <PolicyBlock botId={id} />
      <HandoversNow botId={id} />
      <BotSessions botId={id} />
    </>
  );
}
