import type { AlertRule, NoDataPolicy } from '@floorwalk/shared/alerts/rule';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useIds } from '../../store/use-row.ts';
import { Choice, Picks } from './fault-field.tsx';
import { changed } from './rule-form.ts';

type Props = { readonly rule: AlertRule; readonly onChange: (rule: AlertRule) => void };

const POLICIES = ['none', 'keep', 'fire', 'mark'] as const;

/** What the rule does without data, while its source is silent, and which rules speak for it. */
export function PolicyFields({ rule, onChange }: Props) {
  const ruleIds = useIds('alertRules');
  const sourceIds = useIds('sources');
  const ruleName = (id: string) => live().store.tables.alertRules.row(id)?.rule.name ?? id;
  const policyOf = (policy: (typeof POLICIES)[number]): NoDataPolicy | undefined =>
    policy === 'none' ? undefined : policy;
  return (
    <div className="rule-fields">
      <Choice
        pointer="/noData"
        label={t('rule.no-data')}
        value={rule.noData ?? 'none'}
        options={POLICIES.map((one) => [one, t(`rule.no-data.${one}`)] as const)}
        onChange={(one) => onChange(changed(rule, { noData: policyOf(one) }))}
      />
      <Choice
        pointer="/sourceSilent/do"
        label={t('rule.source-silent')}
        value={rule.sourceSilent?.do ?? 'none'}
        options={POLICIES.map((one) => [one, t(`rule.source-silent.${one}`)] as const)}
        onChange={(one) => {
          const policy = policyOf(one);
          const sourceSilent = policy === undefined ? undefined : { ...rule.sourceSilent, do: policy };
          onChange(changed(rule, { sourceSilent }));
        }}
      />
      {rule.sourceSilent !== undefined && (
        <Picks
          pointer="/sourceSilent/sourceIds"
          label={t('rule.sources')}
          addLabel={t('rule.sources-add')}
          removeLabel={(name) => t('rule.only-remove', { name })}
          ids={rule.sourceSilent.sourceIds ?? []}
          options={sourceIds.map((id) => [id, id] as const)}
          nameOf={(id) => id}
          onChange={(ids) => {
            const { do: policy } = rule.sourceSilent ?? { do: 'keep' };
            onChange({ ...rule, sourceSilent: { do: policy, ...(ids.length > 0 && { sourceIds: [...ids] }) } });
          }}
        />
      )}
      <Picks
        pointer="/inhibitedBy"
        label={t('rule.inhibited-by')}
        addLabel={t('rule.inhibited-add')}
        removeLabel={(name) => t('rule.only-remove', { name })}
        ids={rule.inhibitedBy ?? []}
        options={ruleIds.filter((id) => id !== rule.id).map((id) => [id, ruleName(id)] as const)}
        nameOf={ruleName}
        onChange={(ids) => onChange(changed(rule, { inhibitedBy: ids.length === 0 ? undefined : [...ids] }))}
      />
    </div>
  );
}
