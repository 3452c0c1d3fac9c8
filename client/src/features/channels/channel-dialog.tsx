import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ChannelAnswer, ChannelRequest, SiteChannelKind } from '@floorwalk/shared/api/notices';
import { addChannel, changeChannel } from '../../api/notices.ts';
import { LOCALE_NAMES, LOCALES } from '../../messages/locale.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';

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
  const atField = problemField(save.error);
  return (
    <ModalDialog title={channel === null ? t('channels.add') : channel.name} close={close}>
      <form className="form" onSubmit={submit}>
        {save.isError && (
          <p role="alert" id="channel-problem" className="form-problem">
            {problemWords(save.error)}
          </p>
        )}
        {channel === null && (
          <label className="field">
            <span>{t('channels.kind')}</span>
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
            <small className="quiet">{t(`channels.kind.${kind}.hint`)}</small>
          </label>
        )}
        <label className="field">
          <span>{t('channels.name')}</span>
          <input
            name="name"
            required
            maxLength={200}
            pattern=".*\S.*"
            defaultValue={channel?.name}
            autoComplete="off"
          />
        </label>
        {kind === 'email' ? (
          <MailFields mail={channel?.mail ?? null} hasPassword={channel?.hasPassword ?? false} />
        ) : (
          <label className="field">
            <span>{t('channels.url')}</span>
            <input
              name="url"
              type="url"
              required={channel === null}
              maxLength={2_000}
              placeholder={channel?.origin == null ? 'https://' : `${channel.origin}/…`}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={atField === 'url' || undefined}
              aria-describedby={atField === 'url' ? 'channel-problem' : undefined}
            />
            {channel !== null && <small className="quiet">{t('channels.kept')}</small>}
          </label>
        )}
        <div className="field-pair">
          <label className="field">
            <span>{t('channels.per-hour')}</span>
            <input
              name="perHour"
              type="number"
              min={1}
              max={1_000}
              required
              defaultValue={channel?.limits.perHour ?? 60}
            />
          </label>
          <label className="field">
            <span>{t('channels.bundle')}</span>
            <input
              name="bundleMinutes"
              type="number"
              min={0}
              max={240}
              required
              defaultValue={channel?.limits.bundleMinutes ?? 5}
            />
          </label>
        </div>
        <label className="field">
          <span>{t('channels.language')}</span>
          <select name="language" className="select" defaultValue={channel?.language ?? currentLocale()}>
            {LOCALES.map((one) => (
              <option key={one} value={one}>
                {LOCALE_NAMES[one]}
              </option>
            ))}
          </select>
          {kind === 'email' && <small className="quiet">{t('channels.language.hint')}</small>}
        </label>
        <label className="check">
          <input type="checkbox" name="enabled" defaultChecked={channel?.enabled ?? true} />
          {t('channels.enabled')}
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={save.isPending}>
            {t('channels.save')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}

function MailFields({ mail, hasPassword }: { readonly mail: ChannelAnswer['mail']; readonly hasPassword: boolean }) {
  return (
    <>
      <div className="field-pair">
        <label className="field">
          <span>{t('channels.host')}</span>
          <input name="host" required maxLength={255} defaultValue={mail?.host} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          <span>{t('channels.port')}</span>
          <input name="port" type="number" min={1} max={65_535} required defaultValue={mail?.port ?? 587} />
        </label>
      </div>
      <label className="field">
        <span>{t('channels.security')}</span>
        <select name="security" className="select" defaultValue={mail?.security ?? 'starttls'}>
          {SECURITIES.map((one) => (
            <option key={one} value={one}>
              {t(`channels.security.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="field-pair">
        <label className="field">
          <span>{t('channels.user')}</span>
          <input name="user" maxLength={200} defaultValue={mail?.user} autoComplete="off" spellCheck={false} />
        </label>
        <label className="field">
          <span>{t('channels.password')}</span>
          <input name="password" type="password" maxLength={500} autoComplete="new-password" />
          {hasPassword && <small className="quiet">{t('channels.kept')}</small>}
        </label>
      </div>
      <label className="field">
        <span>{t('channels.from')}</span>
        <input name="from" type="email" required maxLength={254} defaultValue={mail?.from} autoComplete="off" />
      </label>
      <label className="field">
        <span>{t('channels.to')}</span>
        <input name="to" maxLength={2_000} defaultValue={mail?.to?.join(', ')} autoComplete="off" spellCheck={false} />
        <small className="quiet">{t('channels.to-hint')}</small>
      </label>
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
