import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchRefused } from '../../api/settings.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { Answered } from '../../ui/answered.tsx';
import { OlderButton } from '../../ui/older-button.tsx';

const REFRESH_MS = 20_000;

/** What sources sent and was refused, newest first: the reason, the field, and the event as it came. */
export function RefusedList({ siteId }: { readonly siteId: string }) {
  const refused = useInfiniteQuery({
    queryKey: ['refused', siteId],
    queryFn: ({ pageParam }) => fetchRefused(siteId, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < 50 ? undefined : last.at(-1)?.id),
    refetchInterval: REFRESH_MS,
  });
  const time = new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <section aria-labelledby="refused-title">
      <h2 id="refused-title">{t('refused.title')}</h2>
      <p className="quiet">{t('refused.text')}</p>
      <Answered
        query={refused}
        isEmpty={({ pages }) => (pages[0]?.length ?? 0) === 0}
        empty={<p>{t('refused.empty')}</p>}
      >
        {({ pages }) => (
          <>
            <ul className="refused-list">
              {pages.flat().map((event) => (
                <li key={event.id}>
                  <details>
                    <summary>
                      <span className="numeric">{time.format(event.receivedAt)}</span> <strong>{event.source}</strong>{' '}
                      {event.message} {event.pointer !== '' && <code>{event.pointer}</code>}
                    </summary>
                    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls sideways must be reachable by keyboard */}
                    <pre tabIndex={0} className="code-sample">
                      {event.payload}
                    </pre>
                  </details>
                </li>
              ))}
            </ul>
            <OlderButton pages={refused} label={t('settings.older')} />
          </>
        )}
      </Answered>
    </section>
  );
}
