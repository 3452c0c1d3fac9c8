import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ACTIVITY_KINDS } from '@floorwalk/shared/schedule/activity-kind';
import { DEFAULT_GRACE_MS, DEFAULT_REASONS } from '@floorwalk/shared/schedule/adherence-defaults';
import type { ReasonMeaning } from '@floorwalk/shared/schedule/events';
import { putAdherenceSettings, putQueueStaffing } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useIds, useRow } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { ActivitiesSection } from './activities-section.tsx';
import { RequirementsSection } from './requirements-section.tsx';

/** What queues need beyond their forecasts, and how adherence is judged. */
export function NeedsPage() {
  const siteId = useSiteId();
  const mayEdit = useMay('edit-schedules', siteId);
  const past = isTravelling(useDeskSearch());
  const ids = useIds('queues');
  if (!mayEdit) return <ForbiddenNote permission="edit-schedules" />;
  if (past) return <StateNote title={t('staffing.past')} />;
  const { queues } = live().store.tables;
  const sorted = [...ids].toSorted((a, b) => (queues.row(a)?.name ?? a).localeCompare(queues.row(b)?.name ?? b));
  return (
    <>
      <section className="pane staffing-block" aria-labelledby="needs-title">
        <div className="block-head">
          <h2 id="needs-title">{t('staffing.needs')}</h2>
        </div>
        <p className="staffing-note">{t('staffing.needs.text')}</p>
        {sorted.length === 0 && <StateNote title={t('staffing.needs.no-queues')} />}
        {sorted.map((id) => (
          <QueueNeeds key={id} id={id} />
        ))}
      </section>
      <RequirementsSection siteId={siteId} />
      <ActivitiesSection />
      <AdherenceRules siteId={siteId} />
    </>
  );
}

function QueueNeeds({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const queue = useRow('queues', id);
  const row = useRow('queueStaffing', id);
  const saving = useMutation({
    mutationFn: (form: FormData) => {
      const skill = formText(form, 'skill').trim();
      return putQueueStaffing(siteId, id, {
        minimumAgents: Number(formText(form, 'minimum')),
        plannedShrinkage: Number(formText(form, 'planned')) / 100,
        unplannedShrinkage: Number(formText(form, 'unplanned')) / 100,
        ...(skill !== '' && { skill }),
      });
    },
  });
  const percent = (share: number | undefined) => Math.round((share ?? 0) * 1_000) / 10;
  return (
    <form
      // A change by somebody else is shown in the fields.
      key={JSON.stringify(row ?? null)}
      className="needs-line"
      aria-label={queue?.name ?? id}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        saving.mutate(new FormData(event.currentTarget));
      }}
    >
      <strong className="ellipsis">{queue?.name ?? id}</strong>
      <label>
        {t('staffing.needs.minimum')}
        <input
          name="minimum"
          type="number"
          min={0}
          max={100_000}
          step={1}
          required
          defaultValue={row?.minimumAgents ?? 0}
        />
      </label>
      <label>
        {t('staffing.needs.planned')}
        <input
          name="planned"
          type="number"
          min={0}
          max={90}
          step={0.1}
          required
          defaultValue={percent(row?.plannedShrinkage)}
        />
      </label>
      <label>
        {t('staffing.needs.unplanned')}
        <input
          name="unplanned"
          type="number"
          min={0}
          max={90}
          step={0.1}
          required
          defaultValue={percent(row?.unplannedShrinkage)}
        />
      </label>
      <label>
        {t('staffing.needs.skill')}
        <input name="skill" maxLength={200} defaultValue={row?.skill ?? ''} />
      </label>
      <button type="submit" className="button" disabled={saving.isPending}>
        {t('staffing.day.save')}
      </button>
      {saving.isSuccess && <span role="status">{t('staffing.needs.saved')}</span>}
      {saving.isError && (
        <span role="alert" className="form-problem">
          {problemWords(saving.error)}
        </span>
      )}
    </form>
  );
}

function AdherenceRules({ siteId }: { readonly siteId: string }) {
  const row = useRow('adherenceSettings', siteId);
  const graceMs = row?.graceMs ?? DEFAULT_GRACE_MS;
  const reasons = row?.reasons ?? DEFAULT_REASONS;
  return <AdherenceForm key={JSON.stringify([graceMs, reasons])} siteId={siteId} graceMs={graceMs} reasons={reasons} />;
}

type FormProps = { readonly siteId: string; readonly graceMs: number; readonly reasons: readonly ReasonMeaning[] };

function AdherenceForm({ siteId, graceMs, reasons }: FormProps) {
  const [lines, setLines] = useState<readonly (ReasonMeaning & { readonly key: number })[]>(() =>
    reasons.map((one, key) => ({ ...one, key })),
  );
  const [grace, setGrace] = useState(String(graceMs / 60_000));
  const saving = useMutation({
    mutationFn: () =>
      putAdherenceSettings(siteId, {
        graceMs: Math.round(Number(grace) * 60_000),
        reasons: lines.map(({ reason, kind }) => ({ reason: reason.trim(), kind })),
      }),
  });
  const change = (key: number, part: Partial<ReasonMeaning>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <section className="pane staffing-block" aria-labelledby="rules-title">
      <div className="block-head">
        <h2 id="rules-title">{t('staffing.rules')}</h2>
      </div>
      <form
        className="staffing-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <label className="field">
          <span>{t('staffing.rules.grace')}</span>
          <input
            type="number"
            min={0}
            max={60}
            step={0.5}
            required
            value={grace}
            onChange={(event) => setGrace(event.target.value)}
          />
        </label>
        <p className="quiet">{t('staffing.rules.text')}</p>
        {lines.map((line) => (
          <div key={line.key} className="day-line">
            <input
              aria-label={t('staffing.rules.reason')}
              required
              maxLength={200}
              pattern=".*\S.*"
              value={line.reason}
              onChange={(event) => change(line.key, { reason: event.target.value })}
            />
            <select
              aria-label={t('staffing.rules.kind')}
              value={line.kind}
              onChange={(event) =>
                change(line.key, { kind: ACTIVITY_KINDS.find((kind) => kind === event.target.value) ?? 'other' })
              }
            >
              {ACTIVITY_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`staffing.kind.${kind}`)}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="button"
              onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}
            >
              {t('staffing.rules.remove')}
            </button>
          </div>
        ))}
        <div className="staffing-actions">
          <button
            type="button"
            className="button"
            onClick={() =>
              setLines([...lines, { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, reason: '', kind: 'break' }])
            }
          >
            {t('staffing.rules.add')}
          </button>
          <button type="submit" className="button button-primary" disabled={saving.isPending}>
            {t('staffing.day.save')}
          </button>
        </div>
        <FormProblem error={saving.error} />
      </form>
    </section>
  );
}
