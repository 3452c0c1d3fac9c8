import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ChannelAnswer, ChannelRequest, SiteChannelKind } from '@floorwalk/shared/api/notices';
import { addChannel, changeChannel } from '../../api/notices.ts';
import { LOCALE_NAMES, LOCALES } from '../../messages/locale.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

const KINDS: readonly SiteChannelKind[] = ['email', 'webhook', 'slack', 'teams'];
const SECURITIES = ['starttls', 'tls', 'none'] as const;

/** Adds a channel, or changes one: what is secret is written, never shown, and left empty stays as it is. */
export function ChannelDialog({
  channel,
  close,
  onDone,
}: {
  readonly channel: ChannelAnswer | null;
  readonly close: () => void;
  readonly onDone: (channel: ChannelAnswer) => Promise<void>;
}) {
  const siteId = useSiteId();
  const [kind, setKind] = useState<SiteChannelKind>(channel?.kind ?? 'email');
  const save = useMutation({
    mutationFn: (body: ChannelRequest) =>
      channel === null ? addChannel(siteId, body) : changeChannel(siteId, channel.id, body),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.mutate(readChannel(kind, new FormData(event.currentTarget)));
  };
  const { problem, noted } = useFormProblem(save.error);
  return (
    <ModalDialog title={channel === null ? t('channels.add') : channel.name} close={close}>
      <form className="form" onSubmit={submit}>
        {problem}
        {channel === null && (
          <Field label={t('channels.kind')} hint={t(`channels.kind.${kind}.hint`)}>
            <select
              className="select"
              value={kind}
              onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? 'email')}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`channels.kind.${one}`)}
                </option>
              ))}
            </select>
          </Field>
        )}
        <Field label={t('channels.name')}>
          <input
            name="name"
            required
            maxLength={200}
            pattern=".*\S.*"
            defaultValue={channel?.name}
            autoComplete="off"
          />
        </Field>
        {kind === 'email' ? (
          <MailFields mail={channel?.mail ?? null} hasPassword={channel?.hasPassword ?? false} />
        ) : (
          <Field label={t('channels.url')}>
            <input
              name="url"
              type="url"
              required={channel === null}
              maxLength={2_000}
              placeholder={channel?.origin == null ? 'https://' : `${channel.origin}/…`}
              autoComplete="off"
              spellCheck={false}
              {...noted('url')}
            />
            {channel !== null && <small className="quiet">{t('channels.kept')}</small>}
          </Field>
        )}
        <div className="field-pair">
          <Field label={t('channels.per-hour')}>
            <input
              name="perHour"
              type="number"
              min={1}
              max={1_000}
              required
              defaultValue={channel?.limits.perHour ?? 60}
            />
          </Field>
          <Field label={t('channels.bundle')}>
            <input
              name="bundleMinutes"
              type="number"
              min={0}
              max={240}
              required
              defaultValue={channel?.limits.bundleMinutes ?? 5}
            />
          </Field>
        </div>
        <Field label={t('channels.language')}>
          <select name="language" className="select" defaultValue={channel?.language ?? currentLocale()}>
            {LOCALES.map((one) => (
              <option key={one} value={one}>
                {LOCALE_NAMES[one]}
              </option>
            ))}
          </select>
          {kind === 'email' && <small className="quiet">{t('channels.language.hint')}</small>}
        </Field>
        <label className="check">
          <input type="checkbox" name="enabled" defaultChecked={channel?.enabled ?? true} />
          {t('channels.enabled')}
        </label>
        <DialogButtons action={t('channels.save')} isBusy={save.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}

function MailFields({ mail, hasPassword }: { readonly mail: ChannelAnswer['mail']; readonly hasPassword: boolean }) {
  return (
    <>
      <div className="field-pair">
        <Field label={t('channels.host')}>
          <input name="host" required maxLength={255} defaultValue={mail?.host} autoComplete="off" spellCheck={false} />
        </Field>
        <Field label={t('channels.port')}>
          <input name="port" type="number" min={1} max={65_535} required defaultValue={mail?.port ?? 587} />
        </Field>
      </div>
      <Field label={t('channels.security')}>
        <select name="security" className="select" defaultValue={mail?.security ?? 'starttls'}>
          {SECURITIES.map((one) => (
            <option key={one} value={one}>
              {t(`channels.security.${one}`)}
            </option>
          ))}
        </select>
      </Field>
      <div className="field-pair">
        <Field label={t('channels.user')}>
          <input name="user" maxLength={200} defaultValue={mail?.user} autoComplete="off" spellCheck={false} />
        </Field>
        <Field label={t('channels.password')}>
          <input name="password" type="password" maxLength={500} autoComplete="new-password" />
          {hasPassword && <small className="quiet">{t('channels.kept')}</small>}
        </Field>
      </div>
      <Field label={t('channels.from')}>
        <input name="from" type="email" required maxLength={254} defaultValue={mail?.from} autoComplete="off" />
      </Field>
      <Field label={t('channels.to')} hint={t('channels.to-hint')}>
        <input name="to" maxLength={2_000} defaultValue={mail?.to?.join(', ')} autoComplete="off" spellCheck={false} />
      </Field>
    </>
  );
}

function readChannel(kind: SiteChannelKind, form: FormData): ChannelRequest {
  const common = {
    name: formText(form, 'name').trim(),
    enabled: form.has('enabled'),
    language: LOCALES.find((one) => one === formText(form, 'language')) ?? 'en',
    limits: { perHour: Number(formText(form, 'perHour')), bundleMinutes: Number(formText(form, 'bundleMinutes')) },
  };
  if (kind !== 'email') {
    const url = formText(form, 'url').trim();
    return { kind, ...common, ...(url !== '' && { url }) };
  }
  const user = formText(form, 'user').trim();
  const password = formText(form, 'password');
  const to = formText(form, 'to')
    .split(/[\s,;]+/)
    .filter(Boolean);
  return {
    kind,
    ...common,
    mail: {
      host: formText(form, 'host').trim(),
      port: Number(formText(form, 'port')),
      security: SECURITIES.find((one) => one === formText(form, 'security')) ?? 'starttls',
      from: formText(form, 'from').trim(),
      ...(user !== '' && { user }),
      ...(to.length > 0 && { to }),
    },
    ...(password !== '' && { password }),
  };
}
