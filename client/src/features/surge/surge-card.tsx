import { memo, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { SurgeRow } from '@floorwalk/shared/surge/rows';
import { t } from '../../messages/text.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useMay, useSession } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatMoney, formatRatio, formatTimeShort } from '../../ui/format.ts';
import { EffectWords } from './effect-words.tsx';
import { MoveTable } from './move-table.tsx';
import { DecisionDialog, type Decision } from './decision-dialog.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { missingWords } from './surge-words.ts';

/** One surge: where, when, how much is missing, what is to be done, by whom it was decided, and what came of it. */
export const SurgeCard = memo(function SurgeCard({ surge }: { readonly surge: SurgeRow }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const { principal } = useSession();
  const mayRequest = useMay('request-surges', siteId);
  const mayApprove = useMay('approve-surges', siteId);
  const travelling = isTravelling(useDeskSearch());
  const [open, setOpen] = useState<'request' | Decision | null>(null);
  const { queueName: queue, state } = surge;
  const time = (at: number) => formatTimeShort(at, zone);
  const chosen = surge.moves.filter((move) => move.isChosen);
  const isOwn = surge.requested?.by.id === principal.id;
  const isWaiting = state === 'approved' || state === 'offered';
  const act = (what: 'request' | Decision, isMain = false) => (
    <button
      type="button"
      className={`button button-small${isMain ? ' button-primary' : ''}`}
      aria-label={t(`surge.${what}-named`, { queue })}
      onClick={() => setOpen(what)}
    >
      {t(`surge.${what}`)}
    </button>
  );
  return (
    <li className="surge-card" data-state={state}>
      <p className="surge-head">
        <strong>{queue}</strong>
        <span className="numeric" {...plain('moment')}>
          {t('surge.window', { from: time(surge.startsAt), to: time(surge.endsAt) })}
        </span>
      </p>
      <p className="numeric surge-amount">
        <Figure figure="surge-agents" of={queue} className="number-words">
          {missingWords(surge)}
        </Figure>{' '}
        ·{' '}
        <span {...plain('rows')}>
          {chosen.length > 0
            ? t('surge.moves', { chosen: chosen.length, count: surge.moves.length })
            : t('surge.moves-found', { count: surge.moves.length })}
        </span>
      </p>
      {state === 'proposed' && surge.serviceLevelWith !== null && (
        <p className="numeric">
          <Figure
            figure="expected-service-level"
            of={queue}
            value={formatRatio(surge.serviceLevelWith)}
            className="number-words"
          >
            {t('surge.level-now', {
              without: formatRatio(surge.moves[0]?.serviceLevelWithout ?? null),
              with: formatRatio(surge.serviceLevelWith),
            })}
          </Figure>
        </p>
      )}
      {chosen.length > 0 && (
        <p className="numeric">
          <Figure figure="surge-cost" of={queue} className="number-words">
            {t('surge.cost', {
              cost: formatMoney(surge.effect?.cost ?? chosen.reduce((sum, move) => sum + move.cost, 0), surge.currency),
            })}
          </Figure>
        </p>
      )}
      {surge.requested && <Decided word="surge.requested-by" of={surge.requested} />}
      {surge.decided && <Decided word="surge.decided-by" of={surge.decided} />}
      {state === 'offered' && (
        <p className="numeric" {...plain('rows')}>
          {t('surge.answers', {
            yes: chosen.filter((move) => move.answer === 'yes').length,
            no: chosen.filter((move) => move.answer === 'no' || move.answer === 'late').length,
            open: chosen.filter((move) => move.answer === 'open').length,
          })}
          {surge.answerBy !== null && ` · ${t('surge.answer-by', { time: time(surge.answerBy) })}`}
        </p>
      )}
      {state === 'active' && (
        <p className="numeric" {...plain('moment')}>
          {t('surge.ends', { time: time(surge.endsAt) })}
        </p>
      )}
      {surge.ending && (
        <p className="quiet">
          {t(`surge.cause.${surge.ending.cause}`, { name: surge.ending.by?.name ?? '' })}
          {surge.ending.note !== null && ` ${surge.ending.note}`}
        </p>
      )}
      {surge.effect && <EffectWords effect={surge.effect} />}
      <div className="surge-actions">
        {!travelling && state === 'proposed' && mayRequest && act('request', true)}
        {!travelling && state === 'requested' && mayApprove && !isOwn && act('approve', true)}
        {!travelling && state === 'requested' && mayApprove && act('decline')}
        {!travelling && (state === 'proposed' || state === 'requested' || isWaiting) && mayRequest && act('cancel')}
        {!travelling && state === 'active' && mayRequest && act('end')}
        <DialogTrigger>
          <Button className="button button-small" aria-label={t('surge.show-moves-named', { queue })}>
            {t('surge.show-moves')}
          </Button>
          <Popover className="surge-moves">
            <Dialog aria-label={t('move.title')}>
              <MoveTable surge={surge} zone={zone} moves={chosen.length > 0 ? chosen : surge.moves} />
            </Dialog>
          </Popover>
        </DialogTrigger>
      </div>
      {!travelling && state === 'requested' && mayApprove && isOwn && <p className="quiet">{t('surge.own')}</p>}
      {open === 'request' && <RequestDialog surge={surge} zone={zone} close={() => setOpen(null)} />}
      {open !== null && open !== 'request' && (
        <DecisionDialog surge={surge} zone={zone} decision={open} close={() => setOpen(null)} />
      )}
    </li>
  );
});

function Decided({
  word,
  of,
}: {
  readonly word: Extract<MessageKey, 'surge.requested-by' | 'surge.decided-by'>;
  readonly of: NonNullable<SurgeRow['requested']>;
}) {
  return (
    <p className="quiet">
      {t(word, { name: of.by.name })}
      {of.note !== null && `: ${of.note}`}
    </p>
  );
}
