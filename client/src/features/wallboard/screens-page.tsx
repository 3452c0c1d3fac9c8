import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MonitorUp, MonitorX } from 'lucide-react';
import { useState } from 'react';
import type { Kiosk } from '@floorwalk/shared/api/settings';
import { fetchBoards, fetchKiosks, revokeKiosk } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formatAgo } from '../../ui/format-ago.ts';
import { ConfirmDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { PairScreenDialog } from './pair-screen-dialog.tsx';
import '../../ui/pages.css';
import './boards.css';

/** A screen writes down its last sign of life once a minute; after this it is called silent. */
const SILENT_AFTER_MS = 3 * 60_000;
const REFRESH_MS = 15_000;

/** `/sites/<site>/settings/screens`: paired screens, what they show, when they were last there. */
export default function ScreensPage() {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const kiosks = useQuery({
    queryKey: ['kiosks', siteId],
    queryFn: () => fetchKiosks(siteId),
    refetchInterval: REFRESH_MS,
  });
  const boards = useQuery({ queryKey: ['boards', siteId], queryFn: () => fetchBoards(siteId) });
  const [pairing, setPairing] = useState(false);
  const [revoking, setRevoking] = useState<Kiosk | null>(null);
  const revoke = useMutation({
    mutationFn: (kiosk: Kiosk) => revokeKiosk(kiosk.id),
    onSuccess: async () => {
      setRevoking(null);
      await queries.invalidateQueries({ queryKey: ['kiosks', siteId] });
    },
  });
  const boardName = (id: string): string => boards.data?.find((board) => board.id === id)?.name ?? id;
  const seen = ({ lastSeenAt }: Kiosk): string => {
    if (lastSeenAt === null) return t('screens.never');
    const ago = kiosks.dataUpdatedAt - lastSeenAt;
    return ago < SILENT_AFTER_MS ? t('screens.on') : formatAgo(ago);
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('screens.title')}</h1>
        <button type="button" className="button button-primary" onClick={() => setPairing(true)}>
          <MonitorUp aria-hidden="true" size={16} /> {t('screens.pair')}
        </button>
      </header>
      <p className="quiet">{t('screens.text', { address: `${window.location.origin}/tv` })}</p>
      {kiosks.isPending && <Skeleton rows={4} label={t('screens.loading')} />}
      {kiosks.isError && (
        <StateNote
          icon={MonitorX}
          title={t('screens.failed')}
          action={
            <button type="button" className="button button-primary" onClick={() => void kiosks.refetch()}>
              {t('boards.retry')}
            </button>
          }
        >
          {problemWords(kiosks.error)}
        </StateNote>
      )}
      {kiosks.data?.length === 0 && (
        <StateNote icon={MonitorX} title={t('screens.empty.title')}>
          {t('screens.empty.text')}
        </StateNote>
      )}
      {kiosks.data !== undefined && kiosks.data.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('screens.column.name')}</th>
                <th scope="col">{t('screens.column.board')}</th>
                <th scope="col">{t('screens.column.seen')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('settings.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {kiosks.data.map((kiosk) => (
                <tr key={kiosk.id}>
                  <th scope="row">{kiosk.name}</th>
                  <td>{boardName(kiosk.boardId)}</td>
                  <td>{seen(kiosk)}</td>
                  <td className="cell-actions">
                    <button
                      type="button"
                      className="button button-small button-danger"
                      aria-label={t('screens.revoke-named', { name: kiosk.name })}
                      onClick={() => setRevoking(kiosk)}
                    >
                      {t('screens.revoke')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pairing && <PairScreenDialog siteId={siteId} close={() => setPairing(false)} />}
      {revoking !== null && (
        <ConfirmDialog
          title={t('screens.revoke.title', { name: revoking.name })}
          text={t('screens.revoke.text')}
          action={t('screens.revoke')}
          isBusy={revoke.isPending}
          problem={revoke.isError ? problemWords(revoke.error) : null}
          onConfirm={() => revoke.mutate(revoking)}
          onCancel={() => {
            revoke.reset();
            setRevoking(null);
          }}
        />
      )}
    </div>
  );
}
