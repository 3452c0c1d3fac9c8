import { useQuery } from '@tanstack/react-query';
import type { HandoffAnswer } from '@floorwalk/shared/api/handoffs';
import { isOpen } from '@floorwalk/shared/handoffs/handoff';
import { fetchClock, fetchHandoff } from '../../api/handoffs.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { Figure } from '../../numbers/figure.tsx';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { live } from '../../connection/live-session.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useAtNow } from '../../store/use-now.ts';
import { useRow, useRowValue } from '../../store/use-row.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { ClockDebugger } from './clock-debugger.tsx';
import { useDepartmentName } from './department-name.ts';
import { HandoffActions } from './handoff-actions.tsx';
import { HandoffEntries } from './handoff-entries.tsx';
import { businessWords, momentWords, stateWords } from './handoff-words.ts';
import '../../ui/pages.css';
import './handoffs.css';

/** Open clocks are taken apart anew so often, ms: what is beyond the promise is known only then. */
const REFRESH_MS = 30_000;

/** One handoff: its clock taken apart, its documents, what happened, and what can be done. */
export default function HandoffPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const maySee = useMay('view-handoffs', siteId);
  const travelling = isTravelling(useDeskSearch());
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const row = useRow('handoffs', id);
  // What is live says when to ask again.
  const version = `${row?.moveCount ?? 0} ${row?.hoursVersion ?? 0}`;
  const detail = useQuery({
    queryKey: ['handoff', siteId, id, version],
    queryFn: () => fetchHandoff(siteId, id),
    enabled: maySee,
    placeholderData: (last) => last,
  });
  // In the past it is asked for as it was then, anew every half minute of that time.
  const past = useAtNow((now) => (travelling ? Math.floor(now / REFRESH_MS) : null));
  const clock = useQuery({
    queryKey: ['handoff-clock', siteId, id, version, past],
    queryFn: () => fetchClock(siteId, id, travelling ? Math.floor(live().now) : undefined),
    enabled: maySee,
    placeholderData: (last) => last,
    refetchInterval: row !== undefined && isOpen(row) && !travelling ? REFRESH_MS : false,
  });
  const second = useAtNow((now) => Math.floor(now / 1_000));
  if (!maySee) return <ForbiddenNote permission="view-handoffs" />;
  if (detail.isPending) return <Skeleton rows={10} label={t('state.loading')} />;
  if (detail.isError) return <StateNote title={problemWords(detail.error)} />;
  const handoff = row ?? detail.data.handoff;
  const entries = detail.data.entries.filter((entry) => !travelling || entry.at <= second * 1_000);
  return (
    <>
      <HandoffHead handoff={handoff} />
      {!travelling && <HandoffActions handoff={handoff} />}
      {clock.isError && <p role="alert">{problemWords(clock.error)}</p>}
      {clock.isSuccess && <ClockDebugger clock={clock.data} isOpen={isOpen(handoff)} />}
      <Facts handoff={handoff} acceptDueAt={row?.acceptDueAt ?? null} zone={zone} />
      <Documents handoff={handoff} zone={zone} />
      <section aria-labelledby="handoff-entries-title">
        <h3 id="handoff-entries-title">{t('timeline.title')}</h3>
        <HandoffEntries entries={entries} zone={zone} />
      </section>
    </>
  );
}

type Shown = Pick<
  HandoffAnswer,
  | 'title'
  | 'state'
  | 'owner'
  | 'sender'
  | 'fromDepartmentId'
  | 'toDepartmentId'
  | 'contactId'
  | 'customerRef'
  | 'kind'
  | 'priority'
  | 'tier'
  | 'promiseMs'
  | 'acceptMissedAt'
  | 'bounceCount'
  | 'bounceLimit'
  | 'openedAt'
  | 'openedBy'
> & { readonly documents: readonly HandoffAnswer['documents'][number][] };

function HandoffHead({ handoff }: { readonly handoff: Shown }) {
  const from = useDepartmentName(handoff.fromDepartmentId);
  const to = useDepartmentName(handoff.toDepartmentId);
  return (
    <header className="panel-head">
      <h2>
        <span className="ellipsis" {...plain('named')}>
          {handoff.title}
        </span>
      </h2>
      <p className="quiet panel-meta">{t('handoff.between', { from, to })}</p>
      <p>
        <strong>{stateWords(handoff.state)}</strong> · {t('handoff.owner-is', { name: handoff.owner.name })}
      </p>
    </header>
  );
}

function Facts({
  handoff,
  acceptDueAt,
  zone,
}: {
  readonly handoff: Shown;
  readonly acceptDueAt: number | null;
  readonly zone: string;
}) {
  const { openPanel } = useDeskActions();
  const { contactId } = handoff;
  return (
    <dl className="handoff-facts" {...plain('limit')}>
      <dt>{t('handoff.fact.opened')}</dt>
      <dd>
        {momentWords(handoff.openedAt, zone)}, {handoff.openedBy.name}
      </dd>
      <dt>{t('handoff.fact.promise')}</dt>
      <dd>{t('handoff.business-time', { span: businessWords(handoff.promiseMs) })}</dd>
      {acceptDueAt !== null && (
        <>
          <dt>{t('handoff.fact.accept-by')}</dt>
          <dd>{momentWords(acceptDueAt, zone)}</dd>
        </>
      )}
      {handoff.acceptMissedAt !== null && (
        <>
          <dt>{t('handoff.fact.accept-missed')}</dt>
          <dd>{momentWords(handoff.acceptMissedAt, zone)}</dd>
        </>
      )}
      <dt>{t('handoff.fact.bounces')}</dt>
      <dd>
        <Figure figure="handoff-bounces" of={handoff.title} className="number-words">
          {t('handoff.bounces', { count: handoff.bounceCount, limit: handoff.bounceLimit })}
        </Figure>
      </dd>
      <dt>{t('handoff.fact.request')}</dt>
      <dd>
        {[handoff.kind, t(`handoff-priority.${handoff.priority}` as MessageKey), handoff.tier, handoff.customerRef]
          .filter(Boolean)
          .join(' · ')}
      </dd>
      {contactId !== null && (
        <>
          <dt>{t('handoff.fact.contact')}</dt>
          <dd>
            <button type="button" className="link-button" onClick={() => openPanel('contact', contactId)}>
              {contactId}
            </button>
          </dd>
        </>
      )}
    </dl>
  );
}

function Documents({ handoff, zone }: { readonly handoff: Shown; readonly zone: string }) {
  if (handoff.documents.length === 0) return null;
  return (
    <section aria-labelledby="handoff-documents-title">
      <h3 id="handoff-documents-title">{t('handoff.documents')}</h3>
      <ul className="handoff-documents">
        {handoff.documents.map(({ name, required, given }) => (
          <li key={name}>
            <strong>{name}</strong>{' '}
            {given === null ? (
              <span className="quiet">{t(required ? 'handoff.document-missing' : 'handoff.document-open')}</span>
            ) : (
              <>
                <Reference text={given.reference} />{' '}
                <span className="quiet">
                  {given.by.name}, {momentWords(given.at, zone)}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link only where it is one of the web; anything else is text. */
function Reference({ text }: { readonly text: string }) {
  if (!/^https?:\/\//i.test(text)) return <span>{text}</span>;
  return (
    <a href={text} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}
