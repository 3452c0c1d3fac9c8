import { useQuery } from '@tanstack/react-query';
import { fetchContactTimeline } from '../../api/history.ts';
import { ApiError } from '../../api/request.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { useNames } from '../../shell/use-names.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useRow, useRowValue } from '../../store/use-row.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { TimelineList } from '../../ui/timeline-list.tsx';

const REFRESH_MS = 5_000;

/** One contact from its first touch on, with what a bot said before. */
export default function ContactPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const contact = useRow('contacts', id);
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const mayContacts = useMay('view-contacts', siteId);
  const { openPanel } = useDeskActions();
  const nameOf = useNames();
  const timeline = useQuery({
    queryKey: ['contact-timeline', siteId, id],
    queryFn: () => fetchContactTimeline(siteId, id),
    refetchInterval: contact && search.at === undefined ? REFRESH_MS : false,
    enabled: mayContacts,
  });
  const now = useNow();
  if (!mayContacts) return <ForbiddenNote permission="view-contacts" />;
  const entries = timeline.data?.entries.filter((entry) => search.at === undefined || entry.time <= now) ?? [];
  return (
    <>
      <header className="panel-head">
        <h2>
          {contact && <ChannelIcon channel={contact.channel} />}
          <span className="ellipsis" {...plain('named')}>
            {contact?.customerRef ?? id}
          </span>
        </h2>
        {contact ? (
          <p className="quiet panel-meta" {...plain('said')}>
            {t(`phase.${contact.phase}` as MessageKey)} ·{' '}
            <Figure
              figure="contact-time-in-phase"
              of={`${contact.customerRef ?? id} · ${t(`phase.${contact.phase}` as MessageKey)}`}
            >
              {formatDuration(now - contact.since)}
            </Figure>
            {[
              '',
              contact.tier,
              contact.segment,
              contact.language,
              contact.touchpoint,
              contact.department,
              contact.priority === null ? null : t('contact.priority', { value: contact.priority }),
              contact.visitCount > 1 ? t('contact.visits', { count: contact.visitCount }) : null,
              ...contact.tags,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        ) : (
          <p className="quiet">{t('contact.not-here-now')}</p>
        )}
        <p className="quiet ellipsis" {...plain('named')}>
          {id}
        </p>
      </header>
      <section aria-labelledby="contact-timeline-title">
        <h3 id="contact-timeline-title">{t('timeline.title')}</h3>
        {timeline.isPending && <Skeleton rows={6} label={t('state.loading')} />}
        {timeline.isError && <StateNote title={problemOf(timeline.error)} />}
        {timeline.isSuccess && entries.length === 0 && <p className="quiet">{t('timeline.empty')}</p>}
        <TimelineList subjectId={id} entries={entries} zone={zone} nameOf={nameOf} onOpen={openPanel} />
      </section>
    </>
  );
}

function problemOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return t('timeline.empty');
  if (error instanceof ApiError && error.status === 403) return t('state.forbidden.title');
  return t('timeline.failed');
}
