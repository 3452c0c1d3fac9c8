import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { configure } from '../api/settings.ts';
import { t } from '../messages/text.ts';
import { Field, useFormProblem } from '../ui/form-parts.tsx';
import { formText } from '../ui/form-text.ts';
import { siteIdFrom } from './site-id-from.ts';
import { Wordmark } from './wordmark.tsx';
import { useRefreshSession } from './use-session-query.ts';

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

/** Opens the first site, in the time zone of whoever sits here, and goes on to where a source gets its token. */
export function OpenSiteForm() {
  const navigate = useNavigate();
  const refresh = useRefreshSession();
  const zonesId = useId();
  const [name, setName] = useState('');
  const [ownId, setOwnId] = useState<string | null>(null);
  const siteId = ownId ?? siteIdFrom(name);
  const opening = useMutation({
    mutationFn: (zone: string) =>
      configure(siteId, { type: 'site.configured', data: { name: name.trim(), zone: zone.trim() } }),
    onSuccess: async () => {
      await refresh();
      await navigate({ to: `/sites/${encodeURIComponent(siteId)}/settings/sources` });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    opening.mutate(formText(new FormData(event.currentTarget), 'zone'));
  };
  const { problem, noted } = useFormProblem(opening.error);
  return (
    <form className="card form" onSubmit={submit}>
      <Wordmark />
      <h1>{t('open-site.title')}</h1>
      <p className="quiet">{t('open-site.text')}</p>
      {problem}
      <Field label={t('open-site.name')}>
        <input
          name="name"
          required
          maxLength={200}
          pattern=".*\S.*"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t('open-site.id')} hint={t('open-site.id-hint')}>
        <input
          name="id"
          required
          maxLength={100}
          pattern="[a-z0-9][a-z0-9_\-]*"
          spellCheck={false}
          autoComplete="off"
          value={siteId}
          onChange={(event) => setOwnId(event.target.value)}
        />
      </Field>
      <Field label={t('open-site.zone')}>
        <input
          name="zone"
          required
          maxLength={64}
          list={zonesId}
          spellCheck={false}
          autoComplete="off"
          defaultValue={new Intl.DateTimeFormat().resolvedOptions().timeZone}
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
      <button type="submit" className="button button-primary" disabled={opening.isPending}>
        {t('open-site.submit')}
      </button>
    </form>
  );
}
