import type { BotSessionRow } from '@floorwalk/shared/floor/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
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
        <h3 id="sessions-title">{t('bots.sessions', { count: sessions.length })}</h3>
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
        <p className="quiet">{t('list.more', { count: sessions.length - MOST_SHOWN })}</p>
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
      <th scope="row">
        <button type="button" className="link-button" onClick={() => openPanel('bot-session', session.id)}>
          {session.id}
        </button>
      </th>
      {showBot && <td>{bot?.name ?? session.botId}</td>}
      <td className="numeric">
        {formatConfidence(session.confidence)} <span className="quiet">/ {formatConfidence(session.threshold)}</span>
      </td>
      <td className="numeric">{formatConfidence(session.lowestConfidence)}</td>
      <td>{session.intent}</td>
      <td className="quiet">
        {session.runnerUpIntent} {session.runnerUpConfidence !== null && formatConfidence(session.runnerUpConfidence)}
      </td>
      <td className="numeric">{formatCount(session.turnCount)}</td>
      <td className="numeric">{formatDuration(now - session.startedAt)}</td>
    </tr>
  );
}
