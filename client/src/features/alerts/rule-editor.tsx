import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { putRule } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';
import { BacktestPanel } from './backtest-panel.tsx';
import { RuleFields } from './rule-fields.tsx';
import { onlyComparison } from './rule-form.ts';
import { queueName } from './rule-name.ts';
import { ruleSentences } from './rule-words.ts';

type Props = { readonly rule: AlertRule; readonly isNew: boolean; readonly close: () => void };

/** One rule: by fields where it is one comparison, as text where it is more; tried on the past before it is put in force. */
export function RuleEditor({ rule: given, isNew, close }: Props) {
  const siteId = useSiteId();
  const [rule, setRule] = useState(given);
  const [text, setText] = useState(() => (onlyComparison(given) === null ? JSON.stringify(given, null, 2) : null));
  const [notJson, setNotJson] = useState<string | null>(null);
  const putting = useMutation({
    mutationFn: () => putRule(siteId, rule),
    onSuccess: () => {
      announce(t('rule.put-done', { name: rule.name }));
      close();
    },
  });
  const editText = (next: string) => {
    setText(next);
    try {
      setRule({ ...(JSON.parse(next) as AlertRule), id: given.id });
      setNotJson(null);
    } catch (error) {
      setNotJson(error instanceof Error ? error.message : String(error));
    }
  };
  const field = problemField(putting.error);
  return (
    <form
      className="rule-editor"
      onSubmit={(event) => {
        event.preventDefault();
        putting.mutate();
      }}
    >
      <h2>{t(isNew ? 'rule.new' : 'rule.edit')}</h2>
      {text === null ? (
        <RuleFields rule={rule} onChange={setRule} faulty={field} />
      ) : (
        <label className="field">
          <span>{t('rule.text')}</span>
          <span className="quiet">{t('rule.as-text')}</span>
          <textarea
            value={text}
            maxLength={50_000}
            spellCheck={false}
            onChange={(event) => editText(event.target.value)}
          />
        </label>
      )}
      {notJson !== null && (
        <p role="alert" className="form-problem">
          {t('rule.not-json', { problem: notJson })}
        </p>
      )}
      <section aria-labelledby="rule-says">
        <h2 id="rule-says">{t('rule.says')}</h2>
        <p>{wordsOf(rule)}</p>
      </section>
      {putting.isError && (
        <p role="alert" className="form-problem">
          {field !== null && `${field}: `}
          {problemWords(putting.error)}
        </p>
      )}
      <div className="alert-actions">
        <button type="submit" className="button button-primary" disabled={putting.isPending || notJson !== null}>
          {t('rule.put')}
        </button>
        <button type="button" className="button" onClick={close}>
          {t('dialog.cancel')}
        </button>
      </div>
      <BacktestPanel rule={rule} isReady={notJson === null} />
    </form>
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
