import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { putRule } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { announce } from '../../ui/announcer.tsx';
import { EditorButtons, Field } from '../../ui/form-parts.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { BacktestPanel } from './backtest-panel.tsx';
import { FaultContext, faultOf, TextField } from './fault-field.tsx';
import { LevelFields } from './level-fields.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { changed, levelOf } from './rule-form.ts';
import { queueName } from './rule-name.ts';
import { RulePreview } from './rule-preview.tsx';
import { ruleSentences } from './rule-words.ts';
import { ScheduleFields } from './schedule-fields.tsx';
import { SubjectFields } from './subject-fields.tsx';
import { useRulePreview } from './use-rule-preview.ts';

type Props = { readonly rule: AlertRule; readonly isNew: boolean; readonly close: () => void };

/** One rule, by fields or as text; what it would say now, and tried on the past, before it is put in force. */
export function RuleEditor({ rule: given, isNew, close }: Props) {
  const siteId = useSiteId();
  const version = useOpenedVersion('alertRules', given.id);
  const [rule, setRule] = useState(given);
  const [text, setText] = useState<string | null>(null);
  const [notJson, setNotJson] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const preview = useRulePreview(siteId, rule, notJson === null);
  const putting = useMutation({
    mutationFn: () => putRule(siteId, rule, version),
    onSuccess: () => {
      announce(t('rule.put-done', { name: rule.name }));
      close();
    },
    onSettled: () => setTried(true),
  });
  const edit = (next: AlertRule) => {
    setRule(next);
    putting.reset();
  };
  const editText = (next: string) => {
    setText(next);
    try {
      edit({ ...(JSON.parse(next) as AlertRule), id: given.id });
      setNotJson(null);
    } catch (error) {
      setNotJson(error instanceof Error ? error.message : String(error));
    }
  };
  // A name that is still to be typed is no fault of the rule.
  const checked = rule.name === '' && !tried ? null : faultOf(preview.error);
  const fault = faultOf(putting.error) ?? checked;
  return (
    <FaultContext value={fault}>
      <form
        className="rule-editor"
        onSubmit={(event) => {
          event.preventDefault();
          putting.mutate();
        }}
      >
        <div className="rule-editor-head">
          <h2>{t(isNew ? 'rule.new' : 'rule.edit')}</h2>
          <button
            type="button"
            className="button button-small"
            aria-pressed={text !== null}
            disabled={notJson !== null}
            onClick={() => setText(text === null ? JSON.stringify(rule, null, 2) : null)}
          >
            {t(text === null ? 'rule.as-text' : 'rule.as-fields')}
          </button>
        </div>
        <div className="rule-editor-main">
          {text === null ? (
            <RuleFields rule={rule} onChange={edit} />
          ) : (
            <Field label={t('rule.text')}>
              <textarea
                value={text}
                maxLength={50_000}
                spellCheck={false}
                onChange={(event) => editText(event.target.value)}
              />
            </Field>
          )}
          {notJson !== null && (
            <p role="alert" className="form-problem">
              {t('rule.not-json', { problem: notJson })}
            </p>
          )}
        </div>
        <div className="rule-editor-side">
          <section aria-labelledby="rule-says">
            <h2 id="rule-says">{t('rule.says')}</h2>
            <p>{wordsOf(rule)}</p>
          </section>
          <RulePreview preview={preview} fault={text === null ? null : checked} />
          {putting.isError && (
            <p role="alert" className="form-problem">
              {fault !== null && `${fault.pointer}: `}
              {problemWords(putting.error)}
            </p>
          )}
          <EditorButtons action={t('rule.put')} isBusy={putting.isPending} isReady={notJson === null} close={close} />
        </div>
        <div className="rule-editor-past">
          <BacktestPanel rule={rule} isReady={notJson === null} />
        </div>
      </form>
    </FaultContext>
  );
}

function RuleFields({ rule, onChange }: { readonly rule: AlertRule; readonly onChange: (rule: AlertRule) => void }) {
  const { table } = rule.subject;
  const [only] = rule.levels;
  const missing = rule.levels.some(({ severity }) => severity === 'critical') ? 'warning' : 'critical';
  return (
    <>
      <div className="rule-fields">
        <TextField
          pointer="/name"
          label={t('rule.name')}
          isRequired
          value={rule.name}
          onChange={(name) => onChange({ ...rule, name })}
        />
        <SubjectFields rule={rule} onChange={onChange} />
        <TextField
          pointer="/group"
          label={t('rule.group')}
          value={rule.group ?? ''}
          onChange={(group) => onChange(changed(rule, { group: group === '' ? undefined : group }))}
        />
      </div>
      {rule.levels.map((level, index) => (
        <LevelFields
          key={level.severity}
          level={level}
          table={table}
          pointer={`/levels/${index}`}
          mayChangeSeverity={rule.levels.length === 1}
          onChange={(next) => onChange({ ...rule, levels: rule.levels.map((one, at) => (at === index ? next : one)) })}
          onRemove={
            rule.levels.length > 1
              ? () => onChange({ ...rule, levels: rule.levels.filter((_, at) => at !== index) })
              : undefined
          }
        />
      ))}
      {rule.levels.length === 1 && only !== undefined && (
        <div className="alert-actions">
          <button
            type="button"
            className="button button-small"
            onClick={() =>
              onChange({ ...rule, levels: [...rule.levels, { ...levelOf(missing, table), when: only.when }] })
            }
          >
            {t('rule.add-level', { severity: t(`alert-severity.${missing}`) })}
          </button>
        </div>
      )}
      <details className="rule-more" open={rule.schedule !== undefined || rule.inhibitedBy !== undefined}>
        <summary>{t('rule.more')}</summary>
        <ScheduleFields
          schedule={rule.schedule}
          pointer="/schedule"
          onChange={(schedule) => onChange(changed(rule, { schedule }))}
        />
        <PolicyFields rule={rule} onChange={onChange} />
      </details>
    </>
  );
}

/** While text is typed, what parses need not be a rule yet. */
function wordsOf(rule: AlertRule): string {
  try {
    return ruleSentences(rule, queueName).join(' ');
  } catch {
    return '';
  }
}
