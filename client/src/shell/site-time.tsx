import { t } from '../messages/text.ts';
import { useNow } from '../store/use-now.ts';
import { formatDate, formatTime } from '../ui/format.ts';
import { isTravelling } from './travel.ts';
import { useDeskSearch } from './use-desk.ts';

/** The site's own clock; in the past it says so. */
export function SiteTime({ zone }: { readonly zone: string }) {
  const now = useNow();
  const search = useDeskSearch();
  const travelling = isTravelling(search);
  return (
    <time
      className="site-time numeric"
      dateTime={new Date(now).toISOString()}
      title={`${formatDate(now, zone)} · ${zone}`}
    >
      {travelling && <strong className="travel-word">{t('travel.replay')}</strong>}
      {travelling && `${formatDate(now, zone)} `}
      {formatTime(now, zone)}
      {travelling && (search.speed ?? 0) > 0 && <span> ×{search.speed}</span>}
    </time>
  );
}
