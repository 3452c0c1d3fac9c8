import { useQuery } from '@tanstack/react-query';
import { fetchOnCall } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';

const REFRESH_MS = 60_000;

/** Who is on call at this moment, in each rotation. */
export function OnCallNow() {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const rotations = useQuery({
    queryKey: ['on-call', siteId, 'now'],
    queryFn: () => fetchOnCall(siteId),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby="on-call-now">
      <h2 id="on-call-now">{t('on-call.now-title')}</h2>
      {rotations.isPending && <Skeleton rows={2} label={t('state.loading')} />}
      {rotations.isError && <p role="alert">{problemWords(rotations.error)}</p>}
      {rotations.data?.length === 0 && <p className="quiet">{t('on-call.none')}</p>}
      <ul className="plain-list">
        {rotations.data?.map(({ id, rotation, now }) => (
          <li key={id} {...plain('said')}>
            <strong>{rotation.name}</strong>{' '}
            {t('on-call.now', {
              name: now.name,
              until: `${formatDate(now.until, zone)} ${formatTimeShort(now.until, zone)}`,
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
