import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { STANDARD_ACTIVITIES } from '@floorwalk/shared/schedule/activity-book';
import { ACTIVITY_KINDS, TRAITS_BY_KIND, type ActivityKind } from '@floorwalk/shared/schedule/activity-kind';
import type { ActivityRow } from '@floorwalk/shared/schedule/rows';
import { putActivity } from '../../api/schedule.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { formText } from '../../ui/form-text.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

const TRAITS = ['isProductive', 'isPaid', 'isPlannedShrinkage'] as const;
const STANDARD = new Set(STANDARD_ACTIVITIES.map(({ id }) => id));

/** What can stand in a shift, and what it is: work or not, paid or not, shrinkage or not. */
export function ActivitiesSection() {
  const activities = useDerived(['activities'], () => [...readBook().values()], same, '');
  const [count, setCount] = useState(0);
  return (
    <section className="pane staffing-block" aria-labelledby="activities-title">
      <div className="block-head">
        <h2 id="activities-title">{t('staffing.activities')}</h2>
      </div>
      <p className="staffing-note">{t('staffing.activities.text')}</p>
      {activities.map((activity) => (
        // A change by somebody else is shown in the fields.
        <ActivityForm key={JSON.stringify(activity)} activity={activity} />
      ))}
      <NewActivityForm
        key={`new-${count}`}
        taken={new Set(activities.map(({ id }) => id))}
        done={() => setCount(count + 1)}
      />
    </section>
  );
}

function ActivityForm({ activity }: { readonly activity: ActivityRow }) {
  const siteId = useSiteId();
  const saving = useMutation({
    mutationFn: (form: FormData) => putActivity(siteId, activity.id, requestOf(form)),
  });
  return (
    <form
      className="needs-line"
      aria-label={activityName(activity)}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        saving.mutate(new FormData(event.currentTarget));
      }}
    >
      <strong className="ellipsis" title={activity.id}>
        {activityName(activity)}
      </strong>
      {!STANDARD.has(activity.id) && <NameField value={activity.name} />}
      <Traits activity={activity} />
      <button type="submit" className="button" disabled={saving.isPending}>
        {t('staffing.day.save')}
      </button>
      <Outcome saving={saving} />
    </form>
  );
}

function NewActivityForm({ taken, done }: { readonly taken: ReadonlySet<string>; readonly done: () => void }) {
  const siteId = useSiteId();
  const [kind, setKind] = useState<ActivityKind>('training');
  const [isTaken, setTaken] = useState(false);
  const saving = useMutation({
    mutationFn: (form: FormData) => putActivity(siteId, formText(form, 'activity-id').trim(), requestOf(form)),
    onSuccess: done,
  });
  return (
    <form
      className="needs-line"
      aria-label={t('staffing.activities.new')}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const known = taken.has(formText(form, 'activity-id').trim());
        setTaken(known);
        if (!known) saving.mutate(form);
      }}
    >
      <strong>{t('staffing.activities.new')}</strong>
      <label>
        {t('staffing.activities.id')}
        <input name="activity-id" required maxLength={100} pattern=".*\S.*" />
      </label>
      <NameField value="" />
      <Traits
        // Another kind begins with what is usual for it.
        key={kind}
        activity={{ kind, ...TRAITS_BY_KIND[kind] }}
        onKind={setKind}
      />
      <button type="submit" className="button" disabled={saving.isPending}>
        {t('staffing.activities.add')}
      </button>
      {isTaken && (
        <span role="alert" className="form-problem">
          {t('staffing.activities.taken')}
        </span>
      )}
      <Outcome saving={saving} />
    </form>
  );
}

function NameField({ value }: { readonly value: string }) {
  return (
    <label>
      {t('staffing.activities.name')}
      <input name="activity-name" required maxLength={200} pattern=".*\S.*" defaultValue={value} />
    </label>
  );
}

type TraitsProps = {
  readonly activity: Omit<ActivityRow, 'id' | 'name'>;
  readonly onKind?: (kind: ActivityKind) => void;
};

function Traits({ activity, onKind }: TraitsProps) {
  return (
    <>
      <label>
        {t('staffing.activities.kind')}
        <select
          name="kind"
          defaultValue={activity.kind}
          onChange={({ target }) => onKind?.(ACTIVITY_KINDS.find((kind) => kind === target.value) ?? 'other')}
        >
          {ACTIVITY_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`staffing.kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {TRAITS.map((trait) => (
        <label key={trait}>
          <input type="checkbox" name={trait} defaultChecked={activity[trait]} />
          {t(`staffing.activities.${trait}`)}
        </label>
      ))}
    </>
  );
}

function Outcome({ saving }: { readonly saving: { isSuccess: boolean; isError: boolean; error: Error | null } }) {
  return (
    <>
      {saving.isSuccess && <span role="status">{t('staffing.needs.saved')}</span>}
      {saving.isError && (
        <span role="alert" className="form-problem">
          {problemWords(saving.error)}
        </span>
      )}
    </>
  );
}

function requestOf(form: FormData) {
  const name = formText(form, 'activity-name').trim();
  return {
    ...(name !== '' && { name }),
    kind: ACTIVITY_KINDS.find((kind) => kind === formText(form, 'kind')) ?? 'other',
    isProductive: form.has('isProductive'),
    isPaid: form.has('isPaid'),
    isPlannedShrinkage: form.has('isPlannedShrinkage'),
  };
}
