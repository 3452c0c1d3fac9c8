import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { BotPolicyRow } from '@floorwalk/shared/handover/rows';
import type { FallBack, HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { putPolicy } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatConfidence, formatSpan } from '../../ui/format.ts';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';

const FALL_BACKS: readonly FallBack[] = ['queue', 'callback', 'message'];

/** When this bot's sessions go to people, in words, and changing it. */
export function PolicyBlock({ botId }: { readonly botId: string }) {
  const siteId = useSiteId();
  const titleId = useId();
  const row = useRow('botPolicies', botId);
  const bot = useRow('bots', botId);
  const travelling = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-bots', siteId) && !travelling;
  const [editing, setEditing] = useState(false);
  if (row === undefined || bot === undefined) return null;
  const { policy, silent } = row;
  return (
    <section aria-labelledby={titleId}>
      <div className="block-head">
        <h3 id={titleId}>{t('bot-policy.title')}</h3>
        {mayEdit && (
          <button type="button" className="button button-small" onClick={() => setEditing(true)}>
            {t('bot-policy.edit')}
          </button>
        )}
      </div>
      {silent !== null && (
        <p className="tone-critical">
          <strong>{t('bot-policy.silent', { cause: t(`bot-policy.cause.${silent.cause}`) })}</strong>
        </p>
      )}
      <p>
        {t('bot-policy.says', {
          threshold: formatConfidence(policy.threshold ?? bot.confidenceThreshold),
          clarifies: policy.clarifies ? 'yes' : 'no',
          answer: formatSpan(policy.answerWithinMs),
          giveUp: formatSpan(policy.giveUpAfterMs),
          fallBack: t(`bot-policy.fall-back.${policy.fallBack}`),
        })}
      </p>
      <p className="quiet">
        {row.setBy === null
          ? t('bot-policy.default')
          : t('bot-policy.set-by', { name: row.setBy.name, version: row.version })}
      </p>
      {editing && (
        <PolicyDialog row={row} threshold={bot.confidenceThreshold} name={bot.name} close={() => setEditing(false)} />
      )}
    </section>
  );
}

type FieldName =
  | 'threshold'
  | 'margin'
  | 'repeated'
  | 'sentiment'
  | 'high-threshold'
  | 'silent-after'
  | 'answer'
  | 'give-up';

/** The field of the form that a pointer of the server means. */
const FIELD_OF: Readonly<Record<string, FieldName>> = {
  '/threshold': 'threshold',
  '/marginBelow': 'margin',
  '/repeatedTurns': 'repeated',
  '/sentimentBelow': 'sentiment',
  '/highValueThreshold': 'high-threshold',
  '/silentAfterMs': 'silent-after',
  '/answerWithinMs': 'answer',
  '/giveUpAfterMs': 'give-up',
};

function PolicyDialog({
  row,
  threshold,
  name,
  close,
}: {
  readonly row: BotPolicyRow;
  readonly threshold: number;
  readonly name: string;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const { policy } = row;
  const putting = useMutation({
    mutationFn: (form: FormData) => putPolicy(siteId, readPolicy(policy, form)),
    onSuccess: close,
  });
  const faulty = putting.isError ? FIELD_OF[problemField(putting.error) ?? ''] : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    putting.mutate(new FormData(event.currentTarget));
  };
  const number = (field: FieldName, value: number, bounds: { min: number; max: number; step?: number }) => (
    <label className="field" data-faulty={faulty === field || undefined}>
      <span>{t(`bot-policy.${field}`)}</span>
      <input name={field} type="number" defaultValue={value} required {...bounds} aria-invalid={faulty === field} />
    </label>
  );
  return (
    <ModalDialog title={t('bot-policy.for', { name })} close={close}>
      <form className="form" onSubmit={submit}>
        <label className="check">
          <input name="enabled" type="checkbox" defaultChecked={policy.isEnabled} /> {t('bot-policy.enabled')}
        </label>
        <label className="check">
          <input name="clarifies" type="checkbox" defaultChecked={policy.clarifies} /> {t('bot-policy.clarifies')}
        </label>
        <div className="policy-fields">
          {number('threshold', percent(policy.threshold ?? threshold), { min: 0, max: 100 })}
          {number('margin', percent(policy.marginBelow), { min: 0, max: 100 })}
          {number('repeated', policy.repeatedTurns, { min: 0, max: 20 })}
          {number('sentiment', policy.sentimentBelow, { min: -1, max: 1, step: 0.05 })}
          <label className="field">
            <span>{t('bot-policy.tiers')}</span>
            <input name="tiers" maxLength={1_000} defaultValue={policy.highValueTiers.join(', ')} />
          </label>
          {number('high-threshold', percent(policy.highValueThreshold), { min: 0, max: 100 })}
          {number('silent-after', policy.silentAfterMs / 1_000, { min: 1, max: 86_400 })}
          <label className="field">
            <span>{t('bot-policy.fall-back')}</span>
            <select name="fall-back" defaultValue={policy.fallBack}>
              {FALL_BACKS.map((fallBack) => (
                <option key={fallBack} value={fallBack}>
                  {t(`bot-policy.fall-back.${fallBack}`)}
                </option>
              ))}
            </select>
          </label>
          {number('answer', policy.answerWithinMs / 1_000, { min: 1, max: 86_400 })}
          {number('give-up', policy.giveUpAfterMs / 1_000, { min: 1, max: 86_400 })}
        </div>
        {putting.isError && (
          <p role="alert" className="form-problem">
            {problemWords(putting.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={putting.isPending}>
            {t('bot-policy.put')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}

function readPolicy(policy: HandoverPolicy, form: FormData): HandoverPolicy {
  const number = (field: FieldName): number => Number(formText(form, field));
  const tiers = formText(form, 'tiers').split(',');
  return {
    ...policy,
    isEnabled: form.get('enabled') !== null,
    clarifies: form.get('clarifies') !== null,
    threshold: number('threshold') / 100,
    marginBelow: number('margin') / 100,
    repeatedTurns: number('repeated'),
    sentimentBelow: number('sentiment'),
    highValueTiers: tiers.map((tier) => tier.trim()).filter((tier) => tier !== ''),
    highValueThreshold: number('high-threshold') / 100,
    silentAfterMs: Math.round(number('silent-after') * 1_000),
    fallBack: FALL_BACKS.find((one) => one === formText(form, 'fall-back')) ?? policy.fallBack,
    answerWithinMs: Math.round(number('answer') * 1_000),
    giveUpAfterMs: Math.round(number('give-up') * 1_000),
  };
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
