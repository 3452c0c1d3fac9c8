import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { Answered, SettingsFrame } from './settings-frame.tsx';

/** One change as `GET /api/v1/audit` answers it; `at` is epoch ms. */
type AuditEntry = {
  readonly id: number;
  readonly at: number;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
};

const PAGE = 50;

/** Who changed what, when, from what to what. */
export default function AuditPage() {
  const siteId = useSiteId();
  const audit = useInfiniteQuery({
    queryKey: ['audit', siteId],
    queryFn: ({ pageParam }) =>
      request<readonly AuditEntry[]>('/audit', { search: { site: siteId, limit: PAGE, before: pageParam } }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
    staleTime: 0,
  });
  const time = new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <SettingsFrame title={t('settings.audit')} text={t('settings.audit.text')}>
      <Answered query={audit} isEmpty={({ pages }) => (pages[0]?.length ?? 0) === 0} empty={<p>{t('audit.empty')}</p>}>
        {({ pages }) => (
          <>
            <div className="table-frame">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('audit.column.when')}</th>
                    <th scope="col">{t('audit.column.who')}</th>
                    <th scope="col">{t('audit.column.what')}</th>
                    <th scope="col">{t('audit.column.change')}</th>
                  </tr>
                </thead>
                <tbody>
                  {pages.flat().map((entry) => (
                    <tr key={entry.id}>
                      <td className="numeric">{time.format(entry.at)}</td>
                      <td>{entry.actorName}</td>
                      <td>
                        <code>{entry.action}</code>
                        <br />
                        <span className="quiet">{entry.subject}</span>
                      </td>
                      <td>
                        <details>
                          <summary>{t('audit.before-after')}</summary>
                          <Change label={t('audit.before')} value={entry.before} />
                          <Change label={t('audit.after')} value={entry.after} />
                        </details>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {audit.hasNextPage && (
              <button
                type="button"
                className="button"
                disabled={audit.isFetchingNextPage}
                onClick={() => void audit.fetchNextPage()}
              >
                {t('settings.older')}
              </button>
            )}
          </>
        )}
      </Answered>
    </SettingsFrame>
  );
}

function Change({ label, value }: { readonly label: string; readonly value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <>
      <strong>{label}</strong>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="code-sample">
        {JSON.stringify(value, null, 2)}
      </pre>
    </>
  );
}
