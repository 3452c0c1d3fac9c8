import type { ReactNode } from 'react';
import type { SurgeRow } from '@floorwalk/shared/surge/rows';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useHasData } from '../../store/use-now.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { HelpList } from './help-list.tsx';
import { SurgeCard } from './surge-card.tsx';
import { useSurges } from './use-surges.ts';
import './surge.css';

type Column = { readonly id: string; readonly title: MessageKey; readonly holds: readonly SurgeRow['state'][] };

const COLUMNS: readonly Column[] = [
  { id: 'proposed', title: 'surge-state.proposed', holds: ['proposed'] },
  { id: 'requested', title: 'surge-state.requested', holds: ['requested'] },
  { id: 'approved', title: 'surge-state.approved', holds: ['approved'] },
  { id: 'offered', title: 'surge-state.offered', holds: ['offered'] },
  { id: 'active', title: 'surge-state.active', holds: ['active'] },
  { id: 'returned', title: 'surge-column.returned', holds: ['returning', 'ended'] },
  { id: 'closed', title: 'surge-column.closed', holds: ['declined', 'cancelled', 'expired'] },
];
/** Over ones beyond this are in the history. */
const MOST_OVER = 10;

/** Every surge where it stands, from its proposal to the return of its people. */
export function SurgeBoard({ none }: { readonly none?: ReactNode }) {
  const surges = useSurges();
  const hasData = useHasData();
  if (!hasData) return <Skeleton rows={4} label={t('state.loading')} />;
  return (
    <section className="surge-board" aria-label={t('surge.board')}>
      <HelpList />
      {surges.length === 0 && <div className="surge-none">{none ?? <p className="quiet">{t('surge.none')}</p>}</div>}
      {surges.length > 0 &&
        COLUMNS.map(({ id, title, holds }) => {
          const held = surges.filter(({ state }) => holds.includes(state));
          const isOver = id === 'returned' || id === 'closed';
          return (
            <section key={id} className="surge-column" aria-labelledby={`surge-column-${id}`}>
              <h2 id={`surge-column-${id}`}>
                {t(title)}{' '}
                <span className="quiet numeric" {...plain('rows')}>
                  {held.length}
                </span>
              </h2>
              {held.length === 0 && <p className="quiet">{t('surge.empty-column')}</p>}
              <ul>
                {(isOver ? held.slice(0, MOST_OVER) : held).map((surge) => (
                  <SurgeCard key={surge.id} surge={surge} />
                ))}
              </ul>
            </section>
          );
        })}
    </section>
  );
}
