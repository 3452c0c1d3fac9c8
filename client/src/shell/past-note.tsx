import { History } from 'lucide-react';
import { useState } from 'react';
import { t } from '../messages/text.ts';
import { useRowValue } from '../store/use-row.ts';
import { formatCount, formatDate, formatTimeShort } from '../ui/format.ts';
import { toIso } from '../ui/zone-time.ts';
import { isTravelling } from './travel.ts';
import { useChangeSearch, useDeskSearch, useSiteId } from './use-desk.ts';

/** Where it is kept, for as long as the page's tab lives, how many events somebody was told of. */
const KEY = 'floorwalk.past-noted.';

/**
 * Says that the log holds events which this board does not show, because they lie before its day: what was imported into a site's past. Quiet,
 * and gone once it was read; it comes again when there are twice as many.
 */
export default function PastNote({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const change = useChangeSearch();
  const lateCount = useRowValue('sites', siteId, (site) => site.tooLateCount) ?? 0;
  const newestAt = useRowValue('sites', siteId, (site) =>
    site.clock.kind === 'real' && site.latestEventAt > 0 && site.latestEventAt < site.todayStartAt
      ? site.latestEventAt
      : null,
  );
  const [noted, setNoted] = useState(() => readNoted(siteId));
  if (isTravelling(search)) return null;
  const isNews = lateCount > 0 && lateCount >= 2 * noted;
  if (newestAt == null && !isNews) return null;
  return (
    <section className="banner" data-tone="quiet" aria-label={t('past-note.title')}>
      <History aria-hidden="true" size={18} />
      <span>
        {newestAt == null
          ? t('past-note.late', { count: formatCount(lateCount) })
          : t('past-note.before-today', { time: `${formatDate(newestAt, zone)}, ${formatTimeShort(newestAt, zone)}` })}
      </span>
      {newestAt == null ? (
        <button
          type="button"
          className="button button-small"
          onClick={() => {
            window.sessionStorage.setItem(KEY + siteId, String(lateCount));
            setNoted(lateCount);
          }}
        >
          {t('past-note.understood')}
        </button>
      ) : (
        <button type="button" className="button button-small" onClick={() => change({ at: toIso(newestAt, zone) })}>
          {t('past-note.go')}
        </button>
      )}
    </section>
  );
}

function readNoted(siteId: string): number {
  return Number(window.sessionStorage.getItem(KEY + siteId)) || 0;
}
