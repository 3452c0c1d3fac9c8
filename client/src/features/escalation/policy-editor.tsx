import { useMutation } from '@tanstack/react-query';
import { ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { EscalationPolicy, PolicyStep, SupportHours } from '@floorwalk/shared/escalation/policy';
import { putPolicy } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { useRow } from '../../store/use-row.ts';
import { announce } from '../../ui/announcer.tsx';
import { targetWords } from './escalation-words.ts';
import { HoursFields } from './hours-fields.tsx';
import { PathTable } from './path-table.tsx';
import { EditorForm } from '../../ui/editor-form.tsx';
import { MinutesInput, PointerField, PointerGroup } from '../../ui/pointer-field.tsx';
import { TargetFields } from './target-fields.tsx';
import { useTargetNames } from './use-target-names.ts';
import { usePolicies } from './use-policies.ts';

type Props = { readonly policy: EscalationPolicy; readonly isNew: boolean; readonly close: () => void };

/** One path, step by step; below, how it reads. What the server refuses stands at its field. */
export function PolicyEditor({ policy: given, isNew, close }: Props) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const others = usePolicies().filter(({ id }) => id !== given.id);
  const version = useOpenedVersion('escalationPolicies', given.id);
  const [policy, setPolicy] = useState(given);
  const put = (change: Partial<EscalationPolicy>) => setPolicy({ ...policy, ...change });
  const putting = useMutation({
    mutationFn: () => putPolicy(siteId, policy, version),
    onSuccess: () => {
      announce(t('path.put-done', { name: policy.name }));
      close();
    },
  });
  const { continueWith: _, ...endsItself } = policy;
  const { supportHours: __, ...always } = policy;
  return (
    <EditorForm
      className="policy-editor"
      title={isNew ? t('path.new') : t('path.edit-named', { name: given.name })}
      putting={putting}
      action={t('path.put')}
      close={close}
    >
      <div className="field-grid">
        <PointerField at="/name" label={t('path.name')}>
          <input required maxLength={200} value={policy.name} onChange={(event) => put({ name: event.target.value })} />
        </PointerField>
        <PointerField at="/description" label={t('path.description')}>
          <input
            maxLength={1_000}
            value={policy.description ?? ''}
            onChange={(event) => put({ description: event.target.value })}
          />
        </PointerField>
      </div>
      <StepFields steps={policy.steps} onChange={(steps) => put({ steps: [...steps] })} />
      <div className="field-grid">
        <PointerField at="/repeatCount" label={t('path.repeat')}>
          <input
            type="number"
            min={0}
            max={9}
            required
            value={policy.repeatCount}
            onChange={(event) => put({ repeatCount: Number(event.target.value) })}
          />
        </PointerField>
        <PointerField at="/continueWith" label={t('path.continue')}>
          <select
            value={policy.continueWith ?? ''}
            onChange={(event) =>
              setPolicy(event.target.value === '' ? endsItself : { ...policy, continueWith: event.target.value })
            }
          >
            <option value="">{t('path.continue-none')}</option>
            {others.map(({ id, policy: other }) => (
              <option key={id} value={id}>
                {other.name}
              </option>
            ))}
          </select>
        </PointerField>
        <PointerField at="/acknowledgementsNeeded" label={t('path.needed-count')}>
          <input
            type="number"
            min={1}
            max={10}
            required
            value={policy.acknowledgementsNeeded}
            onChange={(event) => put({ acknowledgementsNeeded: Number(event.target.value) })}
          />
        </PointerField>
        <PointerField at="/acknowledgeTimeoutMs" label={t('path.timeout-minutes')}>
          <MinutesInput
            isOptional
            ms={policy.acknowledgeTimeoutMs}
            onChange={(acknowledgeTimeoutMs) => put({ acknowledgeTimeoutMs })}
          />
        </PointerField>
        <label className="field field-row">
          <input
            type="checkbox"
            checked={policy.warRoom}
            onChange={(event) => put({ warRoom: event.target.checked })}
          />
          <span>{t('path.war-room')}</span>
        </label>
        <label className="field field-row">
          <input
            type="checkbox"
            checked={policy.supportHours !== undefined}
            onChange={(event) =>
              setPolicy(event.target.checked ? { ...policy, supportHours: officeHours(zone) } : always)
            }
          />
          <span>{t('path.hours-on')}</span>
        </label>
      </div>
      {policy.supportHours !== undefined && (
        <HoursFields hours={policy.supportHours} onChange={(supportHours) => put({ supportHours })} />
      )}
      <PointerGroup at="/owner" legend={t('path.owner')}>
        <TargetFields
          at="/owner"
          target={policy.owner}
          without={['expert', 'channel']}
          onChange={(owner) => put({ owner })}
        />
      </PointerGroup>
      <section aria-labelledby="path-so-far">
        <h2 id="path-so-far">{t('path.so-far')}</h2>
        <PathTable policy={policy} />
      </section>
    </EditorForm>
  );
}

function officeHours(zone: string): SupportHours {
  const periods = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '18:00' }));
  return { zone, periods, closedDates: [] };
}

function StepFields({
  steps,
  onChange,
}: {
  readonly steps: readonly PolicyStep[];
  readonly onChange: (steps: readonly PolicyStep[]) => void;
}) {
  const names = useTargetNames();
  const putStep = (index: number, change: Partial<PolicyStep>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...change } : step)));
  return (
    <>
      {steps.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- steps have no id but their place
        <PointerGroup key={index} at={`/steps/${index}`} legend={t('path.step', { number: index + 1 })}>
          {step.targets.map((target, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- targets have no id but their place
            <div key={place} className="policy-target">
              <TargetFields
                at={`/steps/${index}/targets/${place}`}
                target={target}
                onChange={(next) =>
                  putStep(index, { targets: step.targets.map((one, at) => (at === place ? next : one)) })
                }
              />
              {step.targets.length > 1 && (
                <button
                  type="button"
                  className="icon-button bordered"
                  aria-label={t('path.target-remove', { name: targetWords(target, names) })}
                  onClick={() => putStep(index, { targets: step.targets.filter((_one, at) => at !== place) })}
                >
                  <Trash2 aria-hidden="true" size={16} />
                </button>
              )}
            </div>
          ))}
          <PointerField at={`/steps/${index}/waitMs`} label={t('path.step-wait')}>
            <MinutesInput ms={step.waitMs} onChange={(waitMs) => putStep(index, { waitMs: waitMs ?? 0 })} />
          </PointerField>
          <div className="button-row policy-step-buttons">
            <button
              type="button"
              className="button button-small"
              onClick={() => putStep(index, { targets: [...step.targets, { kind: 'role', role: 'supervisor' }] })}
            >
              {t('path.target-add')}
            </button>
            {index > 0 && (
              <button
                type="button"
                className="icon-button bordered"
                aria-label={t('path.step-up', { number: index + 1 })}
                onClick={() => onChange(movedUp(steps, index))}
              >
                <ArrowUp aria-hidden="true" size={16} />
              </button>
            )}
            {steps.length > 1 && (
              <button
                type="button"
                className="icon-button bordered"
                aria-label={t('path.step-remove', { number: index + 1 })}
                onClick={() => onChange(steps.filter((_one, at) => at !== index))}
              >
                <Trash2 aria-hidden="true" size={16} />
              </button>
            )}
          </div>
        </PointerGroup>
      ))}
      {steps.length < 20 && (
        <p>
          <button
            type="button"
            className="button button-small"
            onClick={() => onChange([...steps, { targets: [{ kind: 'role', role: 'supervisor' }], waitMs: 300_000 }])}
          >
            {t('path.step-add')}
          </button>
        </p>
      )}
    </>
  );
}

/** The one at `index` changes places with the one before it. */
export function movedUp<T>(list: readonly T[], index: number): readonly T[] {
  return list.map((one, at) =>
    at === index - 1 ? (list[index] ?? one) : at === index ? (list[index - 1] ?? one) : one,
  );
}
