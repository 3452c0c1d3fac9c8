import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { AlertRuleRow } from '@floorwalk/shared/alerts/rows';
import { removeRule } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { newRule } from './rule-form.ts';
import { queueName } from './rule-name.ts';
import { ruleSentences } from './rule-words.ts';

/** As many as a site may have; the server refuses more. */
const MAX_RULES = 5_000;

/** The rules in force, each in plain language. */
export function RuleList({ askWhyNot }: { readonly askWhyNot: (ruleId: string) => void }) {
  const siteId = useSiteId();
  const mayEdit = useMay('edit-rules', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const rules = useDerived(['alertRules'], readRules, same, siteId, 200);
  const [editing, setEditing] = useState<AlertRule | null>(null);
  const removal = useConfirmed({
    act: ({ id }: AlertRule) => removeRule(siteId, id),
    title: ({ name }) => t('rules.remove.title', { name }),
    text: t('rules.remove.text'),
    action: t('rules.remove'),
  });
  if (editing !== null) {
    const known = rules.some((row) => row.id === editing.id);
    return <RuleEditor rule={editing} isNew={!known} close={() => setEditing(null)} />;
  }
  return (
    <>
      <p className="quiet">{t('rules.text')}</p>
      {edits && (
        <p>
          <button type="button" className="button button-primary" onClick={() => setEditing(newRule())}>
            {t('rules.new')}
          </button>
        </p>
      )}
      <p className="quiet">{t('rules.count', { count: rules.length, most: MAX_RULES })}</p>
      {rules.length === 0 && <p>{t('rules.none')}</p>}
      <ul className="rule-list">
        {rules.map(({ id, rule, version, setBy, limits }) => (
          <li key={id}>
            <h2>{rule.name}</h2>
            <p>{ruleSentences(rule, queueName).join(' ')}</p>
            <p className="quiet">{t('rules.version', { version, name: setBy.name })}</p>
            {limits.map(({ limit, leftOutCount }) => (
              <p key={limit} className="rule-limit">
                <TriangleAlert size={14} aria-hidden="true" /> {t(`rules.limit.${limit}`, { count: leftOutCount })}
              </p>
            ))}
            <div className="alert-actions">
              <RowButton
                word={t('alerts.why-not')}
                name={t('rules.why-not-named', { name: rule.name })}
                onClick={() => askWhyNot(id)}
              />
            </div>
            {edits && (
              <div className="alert-actions">
                <RowButton
                  word={t('rules.edit')}
                  name={t('rules.edit-named', { name: rule.name })}
                  onClick={() => setEditing(rule)}
                />
                <RowButton
                  word={t('rules.remove')}
                  name={t('rules.remove-named', { name: rule.name })}
                  onClick={() => removal.ask(rule)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {removal.dialog}
    </>
  );
}

function readRules(): readonly AlertRuleRow[] {
  return [...live().store.tables.alertRules.rows()].sort((left, right) =>
    left.rule.name.localeCompare(right.rule.name),
  );
}
