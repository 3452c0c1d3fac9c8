import { useQuery } from '@tanstack/react-query';
import { MonitorUp, MonitorX } from 'lucide-react';
import { useState } from 'react';
import type { Kiosk } from '@floorwalk/shared/api/settings';
import { fetchBoards, fetchKiosks, revokeKiosk } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatAgo } from '../../ui/format-ago.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { PairScreenDialog } from './pair-screen-dialog.tsx';
import './boards.css';

/** A screen writes down its last sign of life once a minute; after this it is called silent. */
const SILENT_AFTER_MS = 3 * 60_000;
const REFRESH_MS = 15_000;

/** `/sites/<site>/settings/screens`: paired screens, what they show, when they were last there. */
export default function ScreensPage() {
  const siteId = useSiteId();
  const kiosks = useQuery({
    queryKey: ['kiosks', siteId],
    queryFn: () => fetchKiosks(siteId),
    refetchInterval: REFRESH_MS,
  });
  const boards = useQuery({ queryKey: ['boards', siteId], queryFn: () => fetchBoards(siteId) });
  const [pairing, setPairing] = useState(false);
  const revoke = useConfirmed({
    act: (kiosk: Kiosk) => revokeKiosk(kiosk.id),
    queryKey: ['kiosks', siteId],
    title: ({ name }) => t('screens.revoke.title', { name }),
    text: t('screens.revoke.text'),
    action: t('screens.revoke'),
  });
  const boardName = (id: string): string => boards.data?.find((board) => board.id === id)?.name ?? id;
  const seen = ({ lastSeenAt }: Kiosk): string => {
    if (lastSeenAt === null) return t('screens.never');
    const ago = kiosks.dataUpdatedAt - lastSeenAt;
    return ago < SILENT_AFTER_MS ? t('screens.on') : formatAgo(ago);
  };
  return (
    <SettingsFrame
      title={t('screens.title')}
      text={t('screens.text', { address: `${window.location.origin}/tv` })}
      action={
        <button type="button" className="button button-primary" onClick={() => setPairing(true)}>
          <MonitorUp aria-hidden="true" size={16} /> {t('screens.pair')}
        </button>
      }
    >
      <Answered
        query={kiosks}
        icon={MonitorX}
        failedTitle={t('screens.failed')}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={MonitorX} title={t('screens.empty.title')}>
            {t('screens.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <DataTable
            rows={all}
            keyOf={(kiosk) => kiosk.id}
            columns={[
              { id: 'name', label: t('screens.column.name'), cell: (kiosk) => kiosk.name },
              { id: 'board', label: t('screens.column.board'), cell: (kiosk) => boardName(kiosk.boardId) },
              { id: 'seen', label: t('screens.column.seen'), cell: seen },
            ]}
            actions={(kiosk) => (
              <button
                type="button"
                className="button button-small button-danger"
                aria-label={t('screens.revoke-named', { name: kiosk.name })}
                onClick={() => revoke.ask(kiosk)}
              >
                {t('screens.revoke')}
              </button>
            )}
          />
        )}
      </Answered>
      {pairing && <PairScreenDialog siteId={siteId} close={() => setPairing(false)} />}
      {revoke.dialog}
    </SettingsFrame>
  );
}
