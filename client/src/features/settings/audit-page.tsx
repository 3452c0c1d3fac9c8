import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { Answered } from '../../ui/answered.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { OlderButton } from '../../ui/older-button.tsx';
import './settings.css';

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
            <DataTable
              rows={pages.flat()}
              keyOf={(entry) => entry.id}
              columns={[
                {
                  id: 'when',
                  label: t('audit.column.when'),
                  cell: (entry) => <span className="numeric">{time.format(entry.at)}</span>,
                },
                { id: 'who', label: t('audit.column.who'), cell: (entry) => entry.actorName },
                {
                  id: 'what',
                  label: t('audit.column.what'),
                  cell: (entry) => (
                    <>
                      <code>{entry.action}</code>
                      <br />
                      <span className="quiet">{entry.subject}</span>
                    </>
                  ),
                },
                { id: 'change', label: t('audit.column.change'), cell: (entry) => <BeforeAfter entry={entry} /> },
              ]}
            />
            <OlderButton pages={audit} label={t('settings.older')} />
          </>
        )}
      </Answered>
    </SettingsFrame>
  );
}

function BeforeAfter({ entry }: { readonly entry: AuditEntry }) {
  return (
    <details>
      <summary>{t('audit.before-after')}</summary>
      <Change label={t('audit.before')} value={entry.before} />
      <Change label={t('audit.after')} value={entry.after} />
    </details>
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
