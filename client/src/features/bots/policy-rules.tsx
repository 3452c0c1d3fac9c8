import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ThresholdRule } from '@floorwalk/shared/handover/policy';
import { ApiError } from '../../api/request.ts';
import { t } from '../../messages/text.ts';
import { PointerField, PointerGroup, useProblemAt } from '../../ui/pointer-field.tsx';
import { ShareInput } from './policy-numbers.tsx';

/** The skill that an intent asks for, as a line of the form. */
export type SkillRule = { readonly intent: string; readonly skill: string };

/** Thresholds for turns of an intent, of a language, or of both; the one that names most wins. */
export function ThresholdRules({
  rules,
  intentsId,
  onChange,
}: {
  readonly rules: readonly ThresholdRule[];
  readonly intentsId: string;
  readonly onChange: (rules: ThresholdRule[]) => void;
}) {
  const put = (index: number, rule: ThresholdRule) => onChange(rules.map((one, at) => (at === index ? rule : one)));
  return (
    <PointerGroup at="/thresholds" legend={t('bot-policy.group.thresholds')}>
      <p className="quiet policy-text">{t('bot-policy.thresholds-text')}</p>
      {rules.map((rule, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rules have no names; they stand in their order
        <Rule key={index} at={`/thresholds/${index}`} index={index} remove={() => onChange(without(rules, index))}>
          <PointerField at={`/thresholds/${index}/intent`} label={t('bot-policy.rule.intent')}>
            <input
              maxLength={200}
              list={intentsId}
              value={rule.intent ?? ''}
              onChange={(event) => put(index, named(rule, 'intent', event.target.value))}
            />
          </PointerField>
          <PointerField at={`/thresholds/${index}/language`} label={t('bot-policy.rule.language')}>
            <input
              maxLength={35}
              placeholder="de"
              value={rule.language ?? ''}
              onChange={(event) => put(index, named(rule, 'language', event.target.value.trim()))}
            />
          </PointerField>
          <PointerField at={`/thresholds/${index}/threshold`} label={t('bot-policy.rule.threshold')}>
            <ShareInput
              share={rule.threshold}
              onChange={(threshold) => put(index, { ...rule, threshold: threshold ?? 0 })}
            />
          </PointerField>
        </Rule>
      ))}
      <p>
        <button
          type="button"
          className="button button-small"
          disabled={rules.length >= 500}
          onClick={() => onChange([...rules, { threshold: 0.85 }])}
        >
          {t('bot-policy.rule.new-threshold')}
        </button>
      </p>
    </PointerGroup>
  );
}

/** The skill that each of some intents asks for. */
export function SkillRules({
  rules,
  intentsId,
  skillsId,
  onChange,
}: {
  readonly rules: readonly SkillRule[];
  readonly intentsId: string;
  readonly skillsId: string;
  readonly onChange: (rules: readonly SkillRule[]) => void;
}) {
  const put = (index: number, change: Partial<SkillRule>) =>
    onChange(rules.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <PointerGroup at="/intentSkills" legend={t('bot-policy.group.skills')}>
      <p className="quiet policy-text">{t('bot-policy.skills-text')}</p>
      {rules.map((rule, index) => (
        <Rule
          // oxlint-disable-next-line react/no-array-index-key -- as above
          key={index}
          at={`/intentSkills/${index}`}
          index={index}
          ofSkill
          remove={() => onChange(without(rules, index))}
        >
          <PointerField at={`/intentSkills/${index}/intent`} label={t('bot-policy.rule.intent')}>
            <input
              required
              maxLength={200}
              list={intentsId}
              value={rule.intent}
              onChange={(event) => put(index, { intent: event.target.value })}
            />
          </PointerField>
          <PointerField at={`/intentSkills/${index}/skill`} label={t('bot-policy.rule.skill')}>
            <input
              required
              maxLength={200}
              list={skillsId}
              value={rule.skill}
              onChange={(event) => put(index, { skill: event.target.value })}
            />
          </PointerField>
        </Rule>
      ))}
      <p>
        <button
          type="button"
          className="button button-small"
          onClick={() => onChange([...rules, { intent: '', skill: '' }])}
        >
          {t('bot-policy.rule.new-skill')}
        </button>
      </p>
    </PointerGroup>
  );
}

/** Intents with their skills; two lines for one intent are an error at the second. */
export function readSkills(rules: readonly SkillRule[]): Record<string, string> {
  const skills = new Map<string, string>();
  for (const [index, { intent, skill }] of rules.entries()) {
    if (skills.has(intent)) {
      const words = t('bot-policy.rule.twice', { intent });
      throw new ApiError(400, words, words, `/intentSkills/${index}/intent`);
    }
    skills.set(intent, skill);
  }
  return Object.fromEntries(skills);
}

function Rule({
  at,
  index,
  ofSkill = false,
  remove,
  children,
}: {
  readonly at: string;
  readonly index: number;
  readonly ofSkill?: boolean;
  readonly remove: () => void;
  readonly children: ReactNode;
}) {
  const problem = useProblemAt(at, false);
  return (
    <div
      role="group"
      aria-label={t('bot-policy.rule.number', { number: index + 1 })}
      className={ofSkill ? 'policy-rule of-skill' : 'policy-rule'}
      data-faulty={problem !== null || undefined}
    >
      {children}
      <button
        type="button"
        className="icon-button"
        aria-label={t('bot-policy.rule.remove', { number: index + 1 })}
        onClick={remove}
      >
        <X aria-hidden="true" size={16} />
      </button>
      {problem !== null && (
        <p role="alert" className="field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}

/** What is not named is absent, never empty. */
function named(rule: ThresholdRule, field: 'intent' | 'language', text: string): ThresholdRule {
  const { [field]: _, ...rest } = rule;
  return text === '' ? rest : { ...rest, [field]: text };
}
