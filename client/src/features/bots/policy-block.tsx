import { useId, useState } from 'react';
import type { HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatConfidence, formatSpan } from '../../ui/format.ts';
import { PolicyDialog } from './policy-dialog.tsx';

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
      <p {...plain('limit')}>
        {t('bot-policy.says', {
          threshold: formatConfidence(policy.threshold ?? bot.confidenceThreshold),
          clarifies: policy.clarifies ? 'yes' : 'no',
          answer: formatSpan(policy.answerWithinMs),
          giveUp: formatSpan(policy.giveUpAfterMs),
          fallBack: t(`bot-policy.fall-back.${policy.fallBack}`),
        })}
      </p>
      <PolicyExtras policy={policy} />
      <p className="quiet">
        {row.setBy === null
          ? t('bot-policy.default')
          : t('bot-policy.set-by', { name: row.setBy.name, version: row.version })}
      </p>
      {editing && (
        <PolicyDialog
          row={row}
          ownThreshold={bot.confidenceThreshold}
          name={bot.name}
          close={() => setEditing(false)}
        />
      )}
    </section>
  );
}

/** What the policy says of single intents, languages and skills, as far as it does. */
function PolicyExtras({ policy }: { readonly policy: HandoverPolicy }) {
  const thresholds = policy.thresholds.map(({ intent, language, threshold }) => {
    const what = [intent, language].filter((one) => one !== undefined).join(', ');
    return `${what} ${formatConfidence(threshold)}`;
  });
  const skills = Object.entries(policy.intentSkills).map(([intent, skill]) => `${intent} → ${skill}`);
  return (
    <>
      {thresholds.length > 0 && <p>{t('bot-policy.says-thresholds', { list: shorten(thresholds) })}</p>}
      {skills.length > 0 && <p>{t('bot-policy.says-skills', { list: shorten(skills) })}</p>}
      {policy.fallBackMessage !== undefined && (
        <p>{t('bot-policy.says-message', { message: policy.fallBackMessage })}</p>
      )}
    </>
  );
}

const MOST_SHOWN = 8;

function shorten(list: readonly string[]): string {
  const more = list.length - MOST_SHOWN;
  return [...list.slice(0, MOST_SHOWN), ...(more > 0 ? [`+${more}`] : [])].join(' · ');
}
