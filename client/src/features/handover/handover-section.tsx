import { useEffect, useState } from 'react';
import type { HandoverRow } from '@floorwalk/shared/handover/rows';
import { acceptHandover } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { HandoverCard } from './handover-card.tsx';
import { HandoverHistory } from './handover-history.tsx';
import { handoverName } from './handover-words.ts';
import { useHandovers, useOwnAgents } from './use-handovers.ts';
import './handover.css';

const MOST_SHOWN = 30;

/** What bots handed over: what rings, what nobody took, what one has in hand, and what others took. */
export function HandoverSection() {
  const { ringing, open, inHand, elsewhere, gone } = useHandovers();
  const isAgent = useOwnAgents().length > 0;
  const [showsHistory, setShowsHistory] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEnterAccepts(ringing[0] ?? open[0], setRefusal);
  return (
    <section className="inbox-section handovers" aria-labelledby="handovers-title">
      <header className="inbox-section-head">
        <h2 id="handovers-title">
          {t('handover.title')}{' '}
          <span className="numeric quiet" {...plain('rows')}>
            {ringing.length + open.length}
          </span>
        </h2>
        <button
          type="button"
          className="chip"
          aria-pressed={showsHistory}
          onClick={() => setShowsHistory(!showsHistory)}
        >
          {t(isAgent ? 'handover.my-history' : 'handover.all-history')}
        </button>
      </header>
      {showsHistory ? (
        <HandoverHistory mine={isAgent} />
      ) : (
        <>
          {refusal !== null && (
            <p role="alert" className="form-problem">
              {refusal}
            </p>
          )}
          <div role="status">
            {gone.map((row) => (
              <p key={row.id} className="quiet">
                {goneWords(row)}
              </p>
            ))}
          </div>
          {ringing.length + open.length + inHand.length + elsewhere.length === 0 && (
            <p className="quiet">{t('handover.none')}</p>
          )}
          <Cards title={t('handover.ringing')} rows={ringing} opened onRefused={setRefusal} />
          <Cards title={t('handover.in-hand')} rows={inHand} opened onRefused={setRefusal} />
          <Cards title={t('handover.open')} rows={open} opened={false} onRefused={setRefusal} />
          <Cards title={t('handover.elsewhere')} rows={elsewhere} opened={false} onRefused={setRefusal} />
        </>
      )}
    </section>
  );
}

function Cards({
  title,
  rows,
  opened,
  onRefused,
}: {
  readonly title: string;
  readonly rows: readonly HandoverRow[];
  readonly opened: boolean;
  readonly onRefused: (words: string | null) => void;
}) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="handover-group">{title}</h3>
      <ul className="handover-list">
        {rows.slice(0, MOST_SHOWN).map((row, index) => (
          <HandoverCard key={row.id} row={row} opened={opened && index < 3} onRefused={onRefused} />
        ))}
      </ul>
      {rows.length > MOST_SHOWN && <p className="quiet">{t('list.more', { count: rows.length - MOST_SHOWN })}</p>}
    </>
  );
}

function goneWords(row: HandoverRow): string {
  const name = handoverName(row);
  if (row.owner !== null && row.state !== 'left') return t('handover.taken-by', { name, owner: row.owner.name });
  return t('handover.gone', { name, state: t(`handover.state.${row.state}`) });
}

/** Enter takes what rings first, unless the focus is on something that has its own use for Enter. */
function useEnterAccepts(row: HandoverRow | undefined, onRefused: (words: string | null) => void): void {
  const siteId = useSiteId();
  const travelling = isTravelling(useDeskSearch());
  const may = useMay('answer-offers', siteId) && !travelling;
  const id = row?.id;
  useEffect(() => {
    if (id === undefined || !may) return undefined;
    const accept = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.repeat || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('button, a, input, select, textarea, [role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      onRefused(null);
      acceptHandover(siteId, id).catch((error: unknown) => onRefused(problemWords(error)));
    };
    window.addEventListener('keydown', accept);
    return () => window.removeEventListener('keydown', accept);
  }, [siteId, id, may, onRefused]);
}
