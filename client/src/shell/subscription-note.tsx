import { Hourglass } from 'lucide-react';
import { t } from '../messages/text.ts';
import { useSyncStatus } from '../store/use-now.ts';
import { StateNote } from '../ui/state-note.tsx';
import { ForbiddenNote } from './forbidden-note.tsx';
import { useChangeSearch, useDeskSearch } from './use-desk.ts';

/** Why there is nothing to show, where the server refused the subscription. */
export function SubscriptionNote() {
  const { topic, refusal } = useSyncStatus();
  const search = useDeskSearch();
  const change = useChangeSearch();
  if (topic !== 'refused' || !refusal) return null;
  if (refusal.reason === 'forbidden') return <ForbiddenNote permission={search.at ? 'travel-in-time' : 'view-live'} />;
  return (
    <StateNote
      icon={Hourglass}
      title={t('state.error.title')}
      action={
        search.at !== undefined ? (
          <button
            type="button"
            className="button button-primary"
            onClick={() => change({ at: undefined, speed: undefined, view: undefined })}
          >
            {t('travel.back-to-live')}
          </button>
        ) : undefined
      }
    >
      {refusal.message}
    </StateNote>
  );
}
