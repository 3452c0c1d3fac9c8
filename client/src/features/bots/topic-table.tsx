import { useId, useState } from 'react';
import type { BotTopicRow } from '@floorwalk/shared/topics/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { formatConfidence, formatCount, formatTimeShort, DASH } from '../../ui/format.ts';
import '../../ui/pages.css';
import { RowButton } from '../../ui/row-button.tsx';
import { TopicDialog } from './topic-dialog.tsx';
import { topicName } from './topic-name.ts';

const MOST_SHOWN = 50;

/** What bots do not understand, for whoever owns their knowledge: the most frequent first, what is settled last. */
export function TopicTable({ botId }: { readonly botId: string | null }) {
  const siteId = useSiteId();
  const titleId = useId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const travelling = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-bots', siteId) && !travelling;
  const [deciding, setDeciding] = useState<BotTopicRow | null>(null);
  const topics = useDerived(
    ['botTopics'],
    () =>
      [...live().store.tables.botTopics.rows()]
        .filter((topic) => (botId === null || topic.botId === botId) && topic.forgottenTopicCount === 0)
        .sort(
          (left, right) =>
            rank(left) - rank(right) || right.turnCount - left.turnCount || (left.id < right.id ? -1 : 1),
        ),
    same,
    botId ?? '',
    1_000,
  );
  const rest = useDerived(
    ['botTopics'],
    () =>
      [...live().store.tables.botTopics.rows()]
        .filter((topic) => topic.forgottenTopicCount > 0 && (botId === null || topic.botId === botId))
        .reduce(
          (sum, { forgottenTopicCount, turnCount }) => ({
            topicCount: sum.topicCount + forgottenTopicCount,
            turnCount: sum.turnCount + turnCount,
          }),
          { topicCount: 0, turnCount: 0 },
        ),
    (left, right) => left.turnCount === right.turnCount,
    botId ?? '',
    1_000,
  );
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>{t('topics.title')}</h3>
      {topics.length === 0 ? (
        <p className="quiet">{t('topics.none')}</p>
      ) : (
        <DataTable
          rows={topics.slice(0, MOST_SHOWN)}
          keyOf={({ id }) => id}
          labelledBy={titleId}
          hasFigures
          columns={topicColumns(zone)}
          {...(mayEdit && {
            actions: (topic: BotTopicRow) => (
              <RowButton
                word={t('topics.edit')}
                name={t('topics.edit-named', { name: topicName(topic) })}
                onClick={() => setDeciding(topic)}
              />
            ),
          })}
        />
      )}
      {topics.length > MOST_SHOWN && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: topics.length - MOST_SHOWN })}
        </p>
      )}
      {rest.topicCount > 0 && (
        <p className="quiet" {...plain('rows')}>
          {t('topics.rest', { topics: rest.topicCount, turns: rest.turnCount })}
        </p>
      )}
      {deciding !== null && (
        <TopicDialog
          topic={deciding}
          others={topics.filter(({ id, botId: bot }) => id !== deciding.id && bot === deciding.botId)}
          close={() => setDeciding(null)}
        />
      )}
    </section>
  );
}

function topicColumns(zone: string): readonly TableColumn<BotTopicRow>[] {
  const column = (
    id: 'topic' | 'turns' | 'sessions' | 'latest' | 'status' | 'owner',
    cell: TableColumn<BotTopicRow>['cell'],
  ): TableColumn<BotTopicRow> => ({ id, label: t(`topics.column.${id}`), cell });
  return [
    column('topic', ({ name, intent, runnerUpIntent, keywords, examples, merged }) => (
      <div className="topic-said" {...plain('said')}>
        <strong>{name ?? intent ?? t('topics.no-intent')}</strong>
        {name !== null && intent !== null && <span className="quiet"> {intent}</span>}
        {runnerUpIntent !== null && <span className="quiet"> {t('topics.or', { intent: runnerUpIntent })}</span>}
        <div className="quiet">{keywords.join(' ')}</div>
        {examples[0] !== undefined && <div>“{examples[0]}”</div>}
        {merged.length > 0 && (
          <div className="quiet">{t('topics.with', { names: merged.map(topicName).join(', ') })}</div>
        )}
      </div>
    )),
    column('turns', (topic) => (
      <>
        <Figure figure="topic-turns" of={topicName(topic)}>
          {formatCount(topic.turnCount)} <span className="quiet">{formatConfidence(topic.meanConfidence)}</span>
        </Figure>
        {topic.failedCount > 0 && (
          <div className="quiet" {...plain('evidence')}>
            {t('topics.failed', { count: topic.failedCount })}
          </div>
        )}
      </>
    )),
    column('sessions', (topic) => (
      <Figure figure="topic-sessions" of={topicName(topic)}>
        {formatCount(topic.sessionCount)}
      </Figure>
    )),
    column('latest', ({ latestAt }) => (
      <span className="numeric" {...plain('moment')}>
        {formatTimeShort(latestAt, zone)}
      </span>
    )),
    column('status', ({ status, sinceDoneCount, note }) => (
      <>
        {t(`topics.status.${status}`)}
        {sinceDoneCount > 0 && <div className="tone-critical">{t('topics.came-back', { count: sinceDoneCount })}</div>}
        {note !== null && <div className="quiet">{note}</div>}
      </>
    )),
    column('owner', ({ owner }) => owner ?? DASH),
  ];
}

/** What is done and came back counts as open. */
function rank({ status, sinceDoneCount }: BotTopicRow): number {
  if (status === 'will-not-do') return 2;
  return status === 'done' && sinceDoneCount === 0 ? 1 : 0;
}
