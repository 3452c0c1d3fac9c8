import { useMutation } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import type { SiteRow } from '@floorwalk/shared/floor/rows';
import { configure } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { QueueThresholds } from './queue-thresholds.tsx';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import './settings.css';

const FORMULAS = ['default', 'abandons-ignored', 'abandons-negative', 'abandons-positive', 'answered-only'] as const;
const INTERVALS = [15, 30] as const;
const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

/** The site itself and the thresholds of its queues. Every change is an event on the log: numbers follow at once, and the past keeps its own. */
export default function SitePage() {
  const siteId = useSiteId();
  const site = useRow('sites', siteId);
  const travelling = isTravelling(useDeskSearch());
  if (travelling) {
    return (
      <SettingsFrame title={t('settings.site')}>
        <p className="page-note">{t('site.in-the-past')}</p>
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame title={t('settings.site')} text={t('site.text')}>
      {site === undefined ? (
        <Skeleton rows={6} label={t('settings.loading')} />
      ) : (
        <SiteForm key={formKey(site)} site={site} />
      )}
      <QueueThresholds siteId={siteId} />
    </SettingsFrame>
  );
}

/** What the form shows at first; when the site's own values change, it starts anew from them. */
function formKey({ name, zone, dayStartsAt, intervalMinutes, serviceLevelFormula }: SiteRow): string {
  return JSON.stringify([name, zone, dayStartsAt, intervalMinutes, serviceLevelFormula]);
}

function SiteForm({ site }: { readonly site: SiteRow }) {
  const zonesId = useId();
  const save = useMutation({
    mutationFn: (data: Record<string, unknown>) => configure(site.id, { type: 'site.configured', data }),
    onSuccess: () => announce(t('site.saved')),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = changedFields(site, new FormData(event.currentTarget));
    if (Object.keys(data).length > 0) save.mutate(data);
  };
  const { problem, noted } = useFormProblem(save.error);
  return (
    <form className="form site-form" onSubmit={submit}>
      {problem}
      <Field label={t('site.name')}>
        <input name="name" required maxLength={200} pattern=".*\S.*" defaultValue={site.name} {...noted('name')} />
      </Field>
      <Field label={t('site.zone')} hint={t('site.zone-hint')}>
        <input
          name="zone"
          required
          maxLength={64}
          list={zonesId}
          autoComplete="off"
          spellCheck={false}
          defaultValue={site.zone}
          {...noted('zone')}
        />
        <datalist id={zonesId}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </datalist>
      </Field>
      <Field label={t('site.day-start')} hint={t('site.day-start-hint')}>
        <input name="dayStartsAt" type="time" required defaultValue={site.dayStartsAt} {...noted('dayStartsAt')} />
      </Field>
      <Field label={t('site.interval')}>
        <select
          className="select"
          name="intervalMinutes"
          defaultValue={site.intervalMinutes}
          {...noted('intervalMinutes')}
        >
          {INTERVALS.map((count) => (
            <option key={count} value={count}>
              {t('site.interval-value', { count })}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('site.formula')} hint={t('site.formula-hint')}>
        <select
          className="select"
          name="serviceLevelFormula"
          defaultValue={site.serviceLevelFormula}
          {...noted('serviceLevelFormula')}
        >
          {FORMULAS.map((formula) => (
            <option key={formula} value={formula}>
              {t(`site.formula.${formula}`)}
            </option>
          ))}
        </select>
      </Field>
      <div className="button-row">
        <button type="submit" className="button button-primary" disabled={save.isPending}>
          {t('settings.save')}
        </button>
        {save.isSuccess && <output className="quiet">{t('site.saved')}</output>}
      </div>
    </form>
  );
}

/** Only what differs goes to the log. */
function changedFields(site: SiteRow, form: FormData): Record<string, unknown> {
  const wanted = {
    name: formText(form, 'name').trim(),
    zone: formText(form, 'zone').trim(),
    dayStartsAt: formText(form, 'dayStartsAt').slice(0, 5),
    intervalMinutes: Number(form.get('intervalMinutes')),
    serviceLevelFormula: formText(form, 'serviceLevelFormula'),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== site[key as keyof typeof wanted]),
  );
}
