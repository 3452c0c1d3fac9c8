import { SUBJECT_TABLES, type SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { t } from '../../messages/text.ts';
import { useIds } from '../../store/use-row.ts';
import { Choice, Picks } from './fault-field.tsx';
import { changed, fitted } from './rule-form.ts';
import { thingName } from './rule-name.ts';

type Props = { readonly rule: AlertRule; readonly onChange: (rule: AlertRule) => void };

/** Beyond this a rule is narrowed as text. */
const MOST_OPTIONS = 500;

/** What the rule watches: each thing of a kind on its own, all of them or some. */
export function SubjectFields({ rule, onChange }: Props) {
  const { table, ids, queueIds } = rule.subject;
  // A single contact comes and goes: those of some queues are watched instead.
  const narrowing: SubjectTable = table === 'contacts' ? 'queues' : table;
  const known = useIds(narrowing);
  const chosen = (table === 'contacts' ? queueIds : ids) ?? [];
  const put = (next: readonly string[]) => {
    const list = next.length === 0 ? undefined : [...next];
    const subject = changed(rule.subject, table === 'contacts' ? { queueIds: list } : { ids: list });
    onChange({ ...rule, subject });
  };
  return (
    <>
      <Choice
        pointer="/subject/table"
        label={t('rule.watches')}
        value={table}
        options={SUBJECT_TABLES.map((one) => [one, t(`rule.watches.${one}`)] as const)}
        onChange={(next) =>
          onChange({
            ...rule,
            subject: { table: next },
            levels: rule.levels.map((level) => ({ ...level, when: fitted(level.when, next) })),
          })
        }
      />
      {table !== 'sites' && (
        <Picks
          pointer="/subject"
          label={t(table === 'contacts' ? 'rule.only-queues' : 'rule.only')}
          addLabel={t('rule.only-add')}
          removeLabel={(name) => t('rule.only-remove', { name })}
          ids={chosen}
          options={known.slice(0, MOST_OPTIONS).map((id) => [id, thingName(narrowing, id)] as const)}
          nameOf={(id) => thingName(narrowing, id)}
          onChange={put}
        />
      )}
    </>
  );
}
