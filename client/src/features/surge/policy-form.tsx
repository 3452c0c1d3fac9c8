import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SurgePolicyAnswer } from '@floorwalk/shared/api/surge';
import type { SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import { fetchSurgePolicy, putSurgePolicy } from '../../api/surge.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { OtherSitesFields, type OtherSiteLine } from './other-sites-fields.tsx';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What may be done at all: labour rules, when a gap counts, and what things cost. */
export function PolicyForm() {
  const siteId = useSiteId();
  const mayEdit = useMay('approve-surges', siteId);
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['surge-policy', siteId], queryFn: () => fetchSurgePolicy(siteId) });
  const saving = useMutation({
    mutationFn: (policy: SurgePolicy) => putSurgePolicy(siteId, policy, found.data?.version ?? 0),
    // Whoever was second sees what holds now.
    onError: () => queries.invalidateQueries({ queryKey: ['surge-policy', siteId] }),
    onSuccess: (saved) => queries.setQueryData(['surge-policy', siteId], saved),
  });
  if (found.isPending) return <Skeleton rows={8} label={t('state.loading')} />;
  if (found.isError) return <StateNote title={problemWords(found.error)} />;
  return <PolicyFields key={found.data.version} found={found.data} mayEdit={mayEdit} saving={saving} />;
}

type FieldsProps = {
  readonly found: SurgePolicyAnswer;
  readonly mayEdit: boolean;
  readonly saving: UseMutationResult<SurgePolicyAnswer, Error, SurgePolicy>;
};

function PolicyFields({ found, mayEdit, saving }: FieldsProps) {
  const { policy, version } = found;
  const [sites, setSites] = useState<readonly OtherSiteLine[]>(() =>
    policy.otherSites.map((one, key) => ({ ...one, key })),
  );
  const { labour } = policy;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string, unit = 1) => Math.round(Number(formText(form, name)) * unit * 1_000) / 1_000;
    saving.mutate({
      ...policy,
      labour: {
        ...labour,
        region: formText(form, 'region').trim(),
        maxDayMs: number('max-day', HOUR),
        maxWeekMs: number('max-week', HOUR),
        minDailyRestMs: number('min-daily-rest', HOUR),
        minWeeklyRestMs: number('min-weekly-rest', HOUR),
        breakAfterMs: number('break-after', HOUR),
      },
      minGapAgents: number('min-gap'),
      persistIntervals: number('persist'),
      holdMs: number('hold', MINUTE),
      answerWithinMs: number('answer-within', MINUTE),
      maxLastMs: number('max-last', MINUTE),
      hourCost: number('hour-cost'),
      overtimeFactor: number('overtime-factor'),
      backupFactor: number('backup-factor'),
      abandonCost: number('abandon-cost'),
      currency: formText(form, 'currency').trim().toUpperCase(),
      otherSites: sites.map(({ key: _, ...one }) => ({ ...one, siteId: one.siteId.trim(), name: one.name.trim() })),
    });
  };
  const field = (name: Exclude<keyof typeof RANGES, never>, value: number) => {
    const [min, max, step] = RANGES[name];
    return (
      <Field key={name} label={t(`policy.${name}`)}>
        <input name={name} type="number" min={min} max={max} step={step} defaultValue={value} required />
      </Field>
    );
  };
  return (
    <form className="form page surge-policy" onSubmit={submit}>
      <h2>{t('policy.title')}</h2>
      <p className="quiet">{t('policy.text', { version })}</p>
      <fieldset disabled={!mayEdit} className="surge-policy-fields">
        <Field label={t('policy.region')}>
          <input name="region" required maxLength={200} pattern=".*\S.*" defaultValue={labour.region} />
        </Field>
        {field('max-day', labour.maxDayMs / HOUR)}
        {field('max-week', labour.maxWeekMs / HOUR)}
        {field('min-daily-rest', labour.minDailyRestMs / HOUR)}
        {field('min-weekly-rest', labour.minWeeklyRestMs / HOUR)}
        {field('break-after', labour.breakAfterMs / HOUR)}
        {field('min-gap', policy.minGapAgents)}
        {field('persist', policy.persistIntervals)}
        {field('hold', policy.holdMs / MINUTE)}
        {field('answer-within', policy.answerWithinMs / MINUTE)}
        {field('max-last', policy.maxLastMs / MINUTE)}
        {field('hour-cost', policy.hourCost)}
        {field('overtime-factor', policy.overtimeFactor)}
        {field('backup-factor', policy.backupFactor)}
        {field('abandon-cost', policy.abandonCost)}
        <Field label={t('policy.currency')}>
          <input name="currency" required maxLength={3} pattern="[A-Za-z]{3}" defaultValue={policy.currency} />
        </Field>
        <OtherSitesFields lines={sites} change={setSites} />
      </fieldset>
      <FormProblem error={saving.error} />
      {mayEdit && (
        <div className="dialog-actions">
          {saving.isSuccess && <span role="status">{t('policy.saved')}</span>}
          <button type="submit" className="button button-primary" disabled={saving.isPending}>
            {t('policy.save')}
          </button>
        </div>
      )}
    </form>
  );
}

/** Smallest, largest and step, in the unit of the form. */
const RANGES = {
  'max-day': [0, 24, 0.25],
  'max-week': [0, 168, 0.5],
  'min-daily-rest': [0, 24, 0.25],
  'min-weekly-rest': [0, 96, 0.5],
  'break-after': [0, 24, 0.25],
  'min-gap': [0.1, 1_000, 0.1],
  persist: [1, 16, 1],
  hold: [0, 60, 1],
  'answer-within': [1, 1_440, 1],
  'max-last': [15, 720, 1],
  'hour-cost': [0, 10_000, 0.5],
  'overtime-factor': [0, 10, 0.05],
  'backup-factor': [0, 10, 0.05],
  'abandon-cost': [0, 100_000, 0.5],
} as const;
