import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { RotationAnswer } from '@floorwalk/shared/api/escalation';
import type { Rotation } from '@floorwalk/shared/escalation/rotation';
import { endOverride, fetchOnCall, removeRotation } from '../../api/escalation.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { weeksFrom, type CalendarDay } from './calendar-days.ts';
import { OnCallCalendar } from './on-call-calendar.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { RotationEditor, newRotation } from './rotation-editor.tsx';
import { useTargets } from './use-target-names.ts';

const REFRESH_MS = 60_000;
const DAY_MS = 86_400_000;
/** Weeks of the calendar on one page; the server answers with five from a moment on. */
const WEEKS = 4;

/** Who is on call, who comes next, who stands in. */
export function OnCallList() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const mayEdit = useMay('edit-policies', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const [editing, setEditing] = useState<Rotation | null>(null);
  // The rows say that something changed; shifts are worked out by the server.
  const versions = useDerived(['onCall'], readVersions, same, '', 200);
  const rotations = useQuery({
    queryKey: ['on-call', siteId, versions],
    queryFn: () => fetchOnCall(siteId),
    placeholderData: (before) => before,
    refetchInterval: REFRESH_MS,
  });
  const [page, setPage] = useState(0);
  const now = live().siteTime();
  const weeks = weeksFrom(now, zone, page * WEEKS, WEEKS);
  const [firstAt, lastAt] = [weeks[0]?.[0]?.from ?? now, weeks.at(-1)?.at(-1)?.from ?? now];
  const planned = useQuery({
    queryKey: ['on-call', siteId, versions, firstAt],
    queryFn: () => fetchOnCall(siteId, firstAt),
    placeholderData: (before) => before,
  });
  const turn = (pages: number, label: MessageKey, icon: ReactNode) => (
    <button type="button" className="icon-button bordered" aria-label={t(label)} onClick={() => setPage(page + pages)}>
      {icon}
    </button>
  );
  if (editing !== null) return <RotationEditor rotation={editing} close={() => setEditing(null)} />;
  return (
    <>
      <p className="quiet">{t('on-call.text')}</p>
      {edits && (
        <p>
          <button type="button" className="button button-primary" onClick={() => setEditing(newRotation(zone))}>
            {t('on-call.new')}
          </button>
        </p>
      )}
      {rotations.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      {rotations.isError && <p role="alert">{problemWords(rotations.error)}</p>}
      {rotations.data?.length === 0 && <p>{t('on-call.none')}</p>}
      {rotations.data !== undefined && rotations.data.length > 0 && (
        <div className="on-call-pages">
          {turn(-1, 'on-call.calendar.earlier', <ChevronLeft aria-hidden="true" size={16} />)}
          <strong className="numeric" aria-live="polite">
            {formatDate(firstAt, zone)} – {formatDate(lastAt, zone)}
          </strong>
          {turn(1, 'on-call.calendar.later', <ChevronRight aria-hidden="true" size={16} />)}
          {page !== 0 && (
            <button type="button" className="button button-small" onClick={() => setPage(0)}>
              {t('on-call.calendar.today')}
            </button>
          )}
          <span className="quiet">{t('on-call.calendar.zone', { zone })}</span>
        </div>
      )}
      <ul className="policy-list">
        {rotations.data?.map((rotation) => (
          <RotationCard
            key={rotation.id}
            answer={rotation}
            weeks={weeks}
            shifts={planned.data?.find(({ id }) => id === rotation.id)?.shifts ?? NO_SHIFTS}
            zone={zone}
            edits={edits}
            edit={() => setEditing(rotation.rotation)}
          />
        ))}
      </ul>
    </>
  );
}

function readVersions(): string {
  return [...live().store.tables.onCall.rows()]
    .map(({ id, version, overrides }) => `${id} ${version} ${overrides.map((one) => one.id).join()}`)
    .join(';');
}

const NO_SHIFTS: RotationAnswer['shifts'] = [];

type CardProps = {
  readonly answer: RotationAnswer;
  readonly weeks: readonly (readonly CalendarDay[])[];
  /** Of the weeks shown. */
  readonly shifts: RotationAnswer['shifts'];
  readonly zone: string;
  readonly edits: boolean;
  readonly edit: () => void;
};

function RotationCard({ answer, weeks, shifts, zone, edits, edit }: CardProps) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const [overriding, setOverriding] = useState<{ readonly from: number; readonly until: number } | null>(null);
  const { id, rotation, now, overrides } = answer;
  const time = live().siteTime();
  const standIns = overrides.filter(({ until }) => until > time);
  const nameOf = useNames(answer);
  const { name } = rotation;
  const refresh = () => void queries.invalidateQueries({ queryKey: ['on-call', siteId] });
  const removal = useConfirmed({
    act: () => removeRotation(siteId, id),
    queryKey: ['on-call', siteId],
    title: () => t('on-call.remove.title', { name }),
    text: t('on-call.remove.text'),
    action: t('on-call.remove'),
  });
  const ending = useMutation({
    mutationFn: (overrideId: string) => endOverride(siteId, id, overrideId),
    onSuccess: refresh,
  });
  const moment = (at: number) => `${formatDate(at, zone)} ${formatTimeShort(at, zone)}`;
  return (
    <li>
      <h2>{name}</h2>
      <p>
        <strong>{t('on-call.now', { name: now.name, until: moment(now.until) })}</strong>
        {now.overrideId !== null && <span className="quiet"> ({t('on-call.stands-in')})</span>}
      </p>
      <OnCallCalendar
        name={name}
        weeks={weeks}
        shifts={shifts}
        zone={zone}
        now={time}
        choose={edits ? (from, until) => setOverriding({ from, until }) : null}
      />
      {edits && <p className="quiet">{t('on-call.calendar.hint')}</p>}
      {standIns.length > 0 && (
        <ul className="plain-list" aria-label={t('on-call.stand-ins', { name })}>
          {standIns.map(({ id: overrideId, personId, from, until, reason }) => (
            <li key={overrideId}>
              {t('on-call.shift', { name: nameOf(personId), from: moment(from), until: moment(until) })}
              {reason !== undefined && <span className="quiet"> ({reason})</span>}{' '}
              {edits && (
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('on-call.override.end-named', { name: nameOf(personId) })}
                  disabled={ending.isPending}
                  onClick={() => ending.mutate(overrideId)}
                >
                  {t('on-call.override.end')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <FormProblem error={ending.error} />
      {edits && (
        <div className="alert-actions">
          <RowButton
            word={t('on-call.override')}
            name={t('on-call.override-named', { name })}
            onClick={() => setOverriding({ from: time, until: time + DAY_MS })}
          />
          <RowButton word={t('on-call.edit')} name={t('on-call.edit-named', { name })} onClick={edit} />
          <RowButton
            word={t('on-call.remove')}
            name={t('on-call.remove-named', { name })}
            onClick={() => removal.ask(rotation)}
          />
        </div>
      )}
      {overriding !== null && (
        <OverrideDialog answer={answer} span={overriding} zone={zone} close={() => setOverriding(null)} />
      )}
      {removal.dialog}
    </li>
  );
}

/** Names of people by id, as far as the answer and the list of people say them. */
function useNames({ shifts, now }: RotationAnswer): (personId: string) => string {
  const { data } = useTargets();
  const known = [...shifts, now];
  return (personId) =>
    known.find((shift) => shift.personId === personId)?.name ??
    data?.people.find(({ id }) => id === personId)?.name ??
    personId;
}
