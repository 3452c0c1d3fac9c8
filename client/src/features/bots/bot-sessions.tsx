import type { BotSessionRow } from '@floorwalk/shared/floor/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { formatConfidence, formatCount, formatDuration } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

const MOST_SHOWN = 60;

/** Sessions whose bot is unsure now, the least sure first; of one bot, or of all. */
export function BotSessions({ botId }: { readonly botId: string | null }) {
  const mayContacts = useMay('view-contacts', useSiteId());
  const sessions = useDerived(
    ['botSessions'],
    () =>
      [...live().store.tables.botSessions.rows()]
        .filter((session) => botId === null || session.botId === botId)
        .sort((left, right) => left.confidence - right.confidence || left.startedAt - right.startedAt),
    same,
    botId ?? '',
    500,
  );
  return (
    <section className="pane" aria-labelledby="sessions-title">
      <div className="block-head">
        <h3 id="sessions-title" {...plain('rows')}>
          {t('bots.sessions', { count: sessions.length })}
        </h3>
      </div>
      {!mayContacts && <ForbiddenNote permission="view-contacts" />}
      {mayContacts && sessions.length === 0 && <p className="quiet">{t('bots.no-sessions')}</p>}
      {sessions.length > 0 && (
        <ScrollRegion labelledBy="sessions-title">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('bots.session')}</th>
                {botId === null && <th scope="col">{t('bots.column.bot')}</th>}
                <th scope="col" className="cell-number">
                  {t('bots.confidence')}
                </th>
                <th scope="col" className="cell-number">
                  {t('bots.lowest')}
                </th>
                <th scope="col">{t('bots.intent')}</th>
                <th scope="col">{t('bots.runner-up')}</th>
                <th scope="col" className="cell-number">
                  {t('bots.turns')}
                </th>
                <th scope="col" className="cell-number">
                  {t('bots.open-for')}
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.slice(0, MOST_SHOWN).map((session) => (
                <SessionLine key={session.id} session={session} showBot={botId === null} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {sessions.length > MOST_SHOWN && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: sessions.length - MOST_SHOWN })}
        </p>
      )}
    </section>
  );
}

function SessionLine({ session, showBot }: { readonly session: BotSessionRow; readonly showBot: boolean }) {
  const now = useNow();
  const { openPanel } = useDeskActions();
  const bot = useRow('bots', session.botId);
  return (
    <tr>
      <th scope="row" {...plain('named')}>
        <button type="button" className="link-button" onClick={() => openPanel('bot-session', session.id)}>
          {session.id}
        </button>
      </th>
      {showBot && <td>{bot?.name ?? session.botId}</td>}
      <td className="numeric">
        <Figure figure="session-confidence" of={session.id}>
          {formatConfidence(session.confidence)} <span className="quiet">/ {formatConfidence(session.threshold)}</span>
        </Figure>
      </td>
      <td className="numeric">
        <Figure figure="session-lowest-confidence" of={session.id}>
          {formatConfidence(session.lowestConfidence)}
        </Figure>
      </td>
      <td>{session.intent}</td>
      <td className="quiet">
        {session.runnerUpIntent}{' '}
        {session.runnerUpConfidence !== null && (
          <Figure figure="session-runner-up" of={`${session.id} · ${session.runnerUpIntent ?? ''}`}>
            {formatConfidence(session.runnerUpConfidence)}
          </Figure>
        )}
      </td>
      <td className="numeric">
        <Figure figure="session-turns" of={session.id}>
          {formatCount(session.turnCount)}
        </Figure>
      </td>
      <td className="numeric">
        <Figure figure="session-open-for" of={session.id}>
          {formatDuration(now - session.startedAt)}
        </Figure>
      </td>
    </tr>
  );
}
