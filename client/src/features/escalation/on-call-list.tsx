import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { RotationAnswer } from '@floorwalk/shared/api/escalation';
import type { Rotation } from '@floorwalk/shared/escalation/rotation';
import { addOverride, endOverride, fetchOnCall, removeRotation } from '../../api/escalation.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { formText } from '../../ui/form-text.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { ConfirmDialog, ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { RotationEditor, newRotation } from './rotation-editor.tsx';
import { useTargets } from './use-target-names.ts';

const REFRESH_MS = 60_000;

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
      <ul className="policy-list">
        {rotations.data?.map((rotation) => (
          <RotationCard
            key={rotation.id}
            answer={rotation}
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

type CardProps = {
  readonly answer: RotationAnswer;
  readonly zone: string;
  readonly edits: boolean;
  readonly edit: () => void;
};

function RotationCard({ answer, zone, edits, edit }: CardProps) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'remove' | 'override' | null>(null);
  const { id, rotation, now, shifts } = answer;
  const { name } = rotation;
  const refresh = () => void queries.invalidateQueries({ queryKey: ['on-call', siteId] });
  const removal = useMutation({ mutationFn: () => removeRotation(siteId, id), onSuccess: refresh });
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
      <div className="table-frame">
        <table className="table" aria-label={`${name}: ${t('on-call.shifts')}`}>
          <thead>
            <tr>
              <th scope="col">{t('on-call.column.from')}</th>
              <th scope="col">{t('on-call.column.until')}</th>
              <th scope="col">{t('on-call.column.who')}</th>
            </tr>
          </thead>
          <tbody>
            {shifts.map(({ from, until, name: who, overrideId }) => (
              <tr key={`${from} ${overrideId ?? ''}`} data-override={overrideId !== null || undefined}>
                <td className="numeric">{moment(from)}</td>
                <td className="numeric">{moment(until)}</td>
                <td>
                  {who}
                  {overrideId !== null && (
                    <>
                      {' '}
                      <span className="quiet">({t('on-call.stands-in')})</span>{' '}
                      {edits && (
                        <button
                          type="button"
                          className="link-button"
                          aria-label={t('on-call.override.end-named', { name: who })}
                          disabled={ending.isPending}
                          onClick={() => ending.mutate(overrideId)}
                        >
                          {t('on-call.override.end')}
                        </button>
                      )}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ending.isError && (
        <p role="alert" className="form-problem">
          {problemWords(ending.error)}
        </p>
      )}
      {edits && (
        <div className="alert-actions">
          <button
            type="button"
            className="button button-small"
            aria-label={t('on-call.override-named', { name })}
            onClick={() => setAsking('override')}
          >
            {t('on-call.override')}
          </button>
          <button
            type="button"
            className="button button-small"
            aria-label={t('on-call.edit-named', { name })}
            onClick={edit}
          >
            {t('on-call.edit')}
          </button>
          <button
            type="button"
            className="button button-small"
            aria-label={t('on-call.remove-named', { name })}
            onClick={() => setAsking('remove')}
          >
            {t('on-call.remove')}
          </button>
        </div>
      )}
      {asking === 'override' && <OverrideDialog answer={answer} zone={zone} close={() => setAsking(null)} />}
      {asking === 'remove' && (
        <ConfirmDialog
          title={t('on-call.remove.title', { name })}
          text={t('on-call.remove.text')}
          action={t('on-call.remove')}
          isBusy={removal.isPending}
          problem={removal.isError ? problemWords(removal.error) : null}
          onConfirm={() => removal.mutate()}
          onCancel={() => setAsking(null)}
        />
      )}
    </li>
  );
}

const DAY_MS = 86_400_000;

function OverrideDialog({
  answer,
  zone,
  close,
}: {
  readonly answer: RotationAnswer;
  readonly zone: string;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const { data } = useTargets();
  const [now] = useState(() => live().siteTime());
  const adding = useMutation({
    mutationFn: (form: FormData) => {
      const reason = formText(form, 'reason').trim();
      return addOverride(siteId, answer.id, {
        personId: formText(form, 'person'),
        from: fromFieldValue(formText(form, 'from'), zone) ?? now,
        until: fromFieldValue(formText(form, 'until'), zone) ?? now + DAY_MS,
        ...(reason !== '' && { reason }),
      });
    },
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate(new FormData(event.currentTarget));
  };
  return (
    <ModalDialog title={t('on-call.override-named', { name: answer.rotation.name })} close={close}>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t('on-call.override.person')}</span>
          <select name="person" required>
            {data?.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('on-call.override.from')}</span>
          <input name="from" type="datetime-local" required defaultValue={toFieldValue(now, zone)} />
        </label>
        <label className="field">
          <span>{t('on-call.override.until')}</span>
          <input name="until" type="datetime-local" required defaultValue={toFieldValue(now + DAY_MS, zone)} />
        </label>
        <label className="field">
          <span>{t('on-call.override.reason')}</span>
          <input name="reason" maxLength={200} />
        </label>
        {adding.isError && (
          <p role="alert" className="form-problem">
            {problemWords(adding.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={adding.isPending}>
            {t('on-call.override')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
