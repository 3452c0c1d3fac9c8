import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, type ComponentProps } from 'react';
import type { QueueRequirementsAnswer } from '@floorwalk/shared/api/forecast';
import type { RequirementRule } from '@floorwalk/shared/forecast/requirement-rule';
import { fetchRequirements, putRequirement } from '../../api/forecast.ts';
import { t } from '../../messages/text.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { DASH, formatCount, formatDuration, formatSpan } from '../../ui/format.ts';
import { problemField, problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';

type QueueRequirement = QueueRequirementsAnswer[number];
const DAY_MINUTES = 1440;

/** How the agents of each queue are worked out: what is measured, and what people say instead. */
export function RequirementsSection({ siteId }: { readonly siteId: string }) {
  const title = useId();
  const requirements = useQuery({
    queryKey: ['queue-requirements', siteId],
    queryFn: () => fetchRequirements(siteId),
    refetchOnMount: 'always',
  });
  return (
    <section className="pane staffing-block" aria-labelledby={title}>
      <div className="block-head">
        <h2 id={title}>{t('staffing.work-out')}</h2>
      </div>
      <p className="staffing-note">{t('staffing.work-out.text')}</p>
      {requirements.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      <FormProblem error={requirements.error} />
      {requirements.data?.length === 0 && <StateNote title={t('staffing.needs.no-queues')} />}
      {requirements.data?.map((one) => (
        <QueueRequirementForm key={one.queueId} siteId={siteId} asked={one} />
      ))}
    </section>
  );
}

function QueueRequirementForm({ siteId, asked }: { readonly siteId: string; readonly asked: QueueRequirement }) {
  const { queueId, name, rule, version, measured, requirement, setBy } = asked;
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (body: RequirementRule) => putRequirement(siteId, queueId, body, version),
    // Refused too: whoever was second sees what holds now.
    onSettled: () => client.invalidateQueries({ queryKey: ['queue-requirements', siteId] }),
  });
  const problem = saving.isError ? { field: problemField(saving.error), words: problemWords(saving.error) } : null;
  const refused = (field: keyof RequirementRule) => (problem?.field === field ? problem.words : null);
  const isNamed = problem !== null && FIELDS.some((field) => field === problem.field);
  const isAllDay = (rule.staffedFromMinute ?? 0) === 0 && (rule.staffedToMinute ?? DAY_MINUTES) === DAY_MINUTES;
  return (
    <form
      // What was saved, here or by somebody else, is shown in the fields.
      key={JSON.stringify(rule)}
      className="needs-line"
      aria-label={`${t('staffing.work-out')}: ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(ruleOf(new FormData(event.currentTarget)));
      }}
    >
      <strong className="ellipsis">{name}</strong>
      <RuleField
        label={t('staffing.work-out.patience')}
        problem={refused('patienceMs')}
        name="patience"
        type="number"
        min={1}
        max={86_400}
        step={1}
        placeholder={measured === null ? DASH : String(Math.round(measured.patienceMs / 1_000))}
        defaultValue={rule.patienceMs === undefined ? '' : rule.patienceMs / 1_000}
      />
      <RuleField
        label={t('staffing.work-out.occupancy')}
        problem={refused('maxOccupancy')}
        name="occupancy"
        type="number"
        min={10}
        max={100}
        step={0.1}
        placeholder={String(percent(requirement.maxOccupancy))}
        defaultValue={percent(rule.maxOccupancy)}
      />
      <RuleField
        label={t('staffing.work-out.abandon')}
        problem={refused('maxAbandon')}
        name="abandon"
        type="number"
        min={0.1}
        max={100}
        step={0.1}
        placeholder={requirement.maxAbandon === null ? DASH : String(percent(requirement.maxAbandon))}
        defaultValue={percent(rule.maxAbandon)}
      />
      <RuleField
        label={t('staffing.work-out.from')}
        problem={refused('staffedFromMinute')}
        name="from"
        type="time"
        defaultValue={isAllDay ? '' : clockOf(rule.staffedFromMinute)}
      />
      <RuleField
        label={t('staffing.work-out.to')}
        problem={refused('staffedToMinute')}
        name="to"
        type="time"
        defaultValue={isAllDay ? '' : clockOf(rule.staffedToMinute)}
      />
      <button type="submit" className="button" disabled={saving.isPending}>
        {t('staffing.day.save')}
      </button>
      <button
        type="button"
        className="button"
        aria-label={t('staffing.work-out.reset-named', { queue: name })}
        disabled={saving.isPending || Object.keys(rule).length === 0}
        onClick={() => saving.mutate({})}
      >
        {t('staffing.work-out.reset')}
      </button>
      {saving.isSuccess && <span role="status">{t('staffing.needs.saved')}</span>}
      {problem !== null && !isNamed && (
        <span role="alert" className="form-problem">
          {problem.words}
        </span>
      )}
      <small className="quiet needs-measured">
        {measured === null
          ? t('staffing.work-out.unmeasured')
          : t('staffing.work-out.measured', {
              patience: formatDuration(measured.patienceMs),
              count: formatCount(measured.abandonedCount),
            })}{' '}
        {t(`requirement.${requirement.model}`, {
          concurrency: requirement.concurrency,
          deadline: requirement.deadlineMs === null ? DASH : formatSpan(requirement.deadlineMs),
        })}{' '}
        {setBy !== null && Object.keys(rule).length > 0 && t('staffing.work-out.set-by', { name: setBy.name })}
      </small>
    </form>
  );
}

const FIELDS: readonly (keyof RequirementRule)[] = [
  'patienceMs',
  'maxOccupancy',
  'maxAbandon',
  'staffedFromMinute',
  'staffedToMinute',
];

/** One field, with what was refused about it beside it. */
function RuleField({
  label,
  problem,
  ...input
}: { readonly label: string; readonly problem: string | null } & ComponentProps<'input'>) {
  const id = useId();
  return (
    <>
      <label>
        {label}
        <input {...input} aria-invalid={problem !== null} aria-describedby={problem === null ? undefined : id} />
      </label>
      {problem !== null && (
        <span id={id} role="alert" className="form-problem">
          {problem}
        </span>
      )}
    </>
  );
}

function ruleOf(form: FormData): RequirementRule {
  const number = (name: string): number | undefined => {
    const text = formText(form, name).trim();
    return text === '' ? undefined : Number(text);
  };
  const minute = (name: string): number | undefined => {
    const [hours, minutes] = formText(form, name).split(':').map(Number);
    return hours === undefined || minutes === undefined ? undefined : hours * 60 + minutes;
  };
  const [patience, occupancy, abandon] = [number('patience'), number('occupancy'), number('abandon')];
  const [from, to] = [minute('from'), minute('to')];
  return {
    ...(patience !== undefined && { patienceMs: Math.round(patience * 1_000) }),
    ...(occupancy !== undefined && { maxOccupancy: occupancy / 100 }),
    ...(abandon !== undefined && { maxAbandon: abandon / 100 }),
    ...(from !== undefined && { staffedFromMinute: from }),
    ...(to !== undefined && { staffedToMinute: to }),
  };
}

const percent = (share: number | undefined): number | string =>
  share === undefined ? '' : Math.round(share * 1_000) / 10;

/** A minute of the day as a time field has it; the day's end is its beginning. */
function clockOf(minute: number | undefined): string {
  if (minute === undefined) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor((minute % DAY_MINUTES) / 60))}:${two(minute % 60)}`;
}
