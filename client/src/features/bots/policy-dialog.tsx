import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { flawOfPolicy, type FallBack, type HandoverPolicy, type Redaction } from '@floorwalk/shared/handover/policy';
import type { BotPolicyRow } from '@floorwalk/shared/handover/rows';
import { putPolicy } from '../../api/handover.ts';
import { ApiError } from '../../api/request.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { compareNames } from '../../ui/compare-names.ts';
import { DialogButtons, FormProblem } from '../../ui/form-parts.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { PointerField, ProblemProvider } from '../../ui/pointer-field.tsx';
import { PolicyNumber, ShareInput } from './policy-numbers.tsx';
import { readSkills, SkillRules, ThresholdRules, type SkillRule } from './policy-rules.tsx';

const FALL_BACKS: readonly FallBack[] = ['queue', 'callback', 'message'];
const KINDS: readonly (keyof Redaction)[] = ['email', 'phone', 'card', 'iban', 'name', 'nationalId'];

type Props = {
  readonly row: BotPolicyRow;
  /** What the bot itself is configured with: it holds where the policy names no threshold. */
  readonly ownThreshold: number;
  readonly name: string;
  readonly close: () => void;
};

/** Everything a policy says, to be changed; each refusal stands at its field. */
export function PolicyDialog({ row, ownThreshold, name, close }: Props) {
  const siteId = useSiteId();
  const listId = useId();
  const [policy, setPolicy] = useState(row.policy);
  const [skills, setSkills] = useState<readonly SkillRule[]>(() =>
    Object.entries(row.policy.intentSkills).map(([intent, skill]) => ({ intent, skill })),
  );
  // What is written over is what was opened, however the row has moved on since.
  const [version] = useState(row.version);
  const set = (change: Partial<HandoverPolicy>) => setPolicy({ ...policy, ...change });
  const putting = useMutation({
    mutationFn: async () => {
      const wanted = { ...policy, intentSkills: readSkills(skills) };
      const flaw = flawOfPolicy(wanted);
      if (flaw !== null) throw new ApiError(400, flaw.message, flaw.message, flaw.pointer);
      return putPolicy(siteId, wanted, version);
    },
    onSuccess: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    putting.mutate();
  };
  const { tables } = live().store;
  const queues = [...tables.queues.rows()].toSorted((left, right) => compareNames(left.name, right.name));
  const intents = new Set([...tables.botTopics.rows()].flatMap(({ intent }) => intent ?? []));
  const known = new Set([...tables.agents.rows()].flatMap((agent) => agent.skills.map(({ skill }) => skill)));
  return (
    <ModalDialog title={t('bot-policy.for', { name })} close={close}>
      <ProblemProvider value={putting.error}>
        <form className="form policy-dialog" onSubmit={submit}>
          <Suggestions id={`${listId}-intents`} words={intents} />
          <Suggestions id={`${listId}-skills`} words={known} />
          <label className="check">
            <input
              type="checkbox"
              checked={policy.isEnabled}
              onChange={(event) => set({ isEnabled: event.target.checked })}
            />{' '}
            {t('bot-policy.enabled')}
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={policy.clarifies}
              onChange={(event) => set({ clarifies: event.target.checked })}
            />{' '}
            {t('bot-policy.clarifies')}
          </label>
          <fieldset className="field-group">
            <legend>{t('bot-policy.group.when')}</legend>
            <div className="field-grid">
              <PointerField at="/threshold" label={t('bot-policy.threshold')}>
                <ShareInput
                  share={policy.threshold}
                  placeholder={ownThreshold}
                  onChange={(threshold) => set({ threshold })}
                />
              </PointerField>
              <PointerField at="/marginBelow" label={t('bot-policy.margin')}>
                <ShareInput share={policy.marginBelow} onChange={(share) => set({ marginBelow: share ?? 0 })} />
              </PointerField>
              <PolicyNumber
                at="/repeatedTurns"
                label={t('bot-policy.repeated')}
                value={policy.repeatedTurns}
                max={20}
                onChange={(repeatedTurns) => set({ repeatedTurns })}
              />
              <PolicyNumber
                at="/sentimentBelow"
                label={t('bot-policy.sentiment')}
                value={policy.sentimentBelow}
                min={-1}
                max={1}
                step={0.05}
                onChange={(sentimentBelow) => set({ sentimentBelow })}
              />
              <PointerField at="/highValueTiers" label={t('bot-policy.tiers')}>
                <input
                  maxLength={1_000}
                  defaultValue={policy.highValueTiers.join(', ')}
                  onChange={(event) => set({ highValueTiers: readList(event.target.value) })}
                />
              </PointerField>
              <PointerField at="/highValueThreshold" label={t('bot-policy.high-threshold')}>
                <ShareInput
                  share={policy.highValueThreshold}
                  onChange={(share) => set({ highValueThreshold: share ?? 0 })}
                />
              </PointerField>
            </div>
          </fieldset>
          <ThresholdRules
            rules={policy.thresholds}
            intentsId={`${listId}-intents`}
            onChange={(thresholds) => set({ thresholds })}
          />
          <fieldset className="field-group">
            <legend>{t('bot-policy.group.whom')}</legend>
            <div className="field-grid">
              <PointerField at="/queueId" label={t('bot-policy.queue')}>
                <select
                  className="select"
                  value={policy.queueId ?? ''}
                  onChange={(event) => set({ queueId: event.target.value === '' ? null : event.target.value })}
                >
                  <option value="">{t('bot-policy.queue-own')}</option>
                  {queues.map((queue) => (
                    <option key={queue.id} value={queue.id}>
                      {queue.name}
                    </option>
                  ))}
                  {policy.queueId !== null && queues.every(({ id }) => id !== policy.queueId) && (
                    <option value={policy.queueId}>{policy.queueId}</option>
                  )}
                </select>
              </PointerField>
              <PolicyNumber
                at="/answerWithinMs"
                label={t('bot-policy.answer')}
                value={policy.answerWithinMs / 1_000}
                min={1}
                max={86_400}
                onChange={(seconds) => set({ answerWithinMs: msOf(seconds) })}
              />
              <PolicyNumber
                at="/giveUpAfterMs"
                label={t('bot-policy.give-up')}
                value={policy.giveUpAfterMs / 1_000}
                min={1}
                max={86_400}
                onChange={(seconds) => set({ giveUpAfterMs: msOf(seconds) })}
              />
              <PolicyNumber
                at="/respondWithinMs"
                label={t('bot-policy.respond')}
                value={policy.respondWithinMs === null ? null : policy.respondWithinMs / 1_000}
                min={1}
                max={86_400}
                onChange={(seconds) => set({ respondWithinMs: msOf(seconds) })}
                onClear={() => set({ respondWithinMs: null })}
              />
            </div>
          </fieldset>
          <SkillRules
            rules={skills}
            intentsId={`${listId}-intents`}
            skillsId={`${listId}-skills`}
            onChange={setSkills}
          />
          <fieldset className="field-group">
            <legend>{t('bot-policy.group.fails')}</legend>
            <div className="field-grid">
              <PolicyNumber
                at="/silentAfterMs"
                label={t('bot-policy.silent-after')}
                value={policy.silentAfterMs / 1_000}
                min={1}
                max={86_400}
                onChange={(seconds) => set({ silentAfterMs: msOf(seconds) })}
              />
              <PolicyNumber
                at="/downAfterFailures"
                label={t('bot-policy.failures')}
                value={policy.downAfterFailures}
                max={1_000}
                onChange={(downAfterFailures) => set({ downAfterFailures })}
              />
              <PointerField at="/fallBack" label={t('bot-policy.fall-back')}>
                <select
                  className="select"
                  value={policy.fallBack}
                  onChange={(event) =>
                    set({ fallBack: FALL_BACKS.find((one) => one === event.target.value) ?? policy.fallBack })
                  }
                >
                  {FALL_BACKS.map((fallBack) => (
                    <option key={fallBack} value={fallBack}>
                      {t(`bot-policy.fall-back.${fallBack}`)}
                    </option>
                  ))}
                </select>
              </PointerField>
            </div>
            <PointerField at="/fallBackMessage" label={t('bot-policy.message')}>
              <textarea
                rows={2}
                maxLength={500}
                value={policy.fallBackMessage ?? ''}
                onChange={(event) => setPolicy(withMessage(policy, event.target.value))}
              />
            </PointerField>
          </fieldset>
          <fieldset className="field-group">
            <legend>{t('bot-policy.group.redaction')}</legend>
            <p className="quiet">{t('bot-policy.redaction-text')}</p>
            <div className="button-row">
              {KINDS.map((kind) => (
                <label key={kind} className="check">
                  <input
                    type="checkbox"
                    checked={policy.redaction[kind] !== false}
                    onChange={(event) => set({ redaction: { ...policy.redaction, [kind]: event.target.checked } })}
                  />{' '}
                  {t(`bot-policy.redaction.${kind}`)}
                </label>
              ))}
            </div>
          </fieldset>
          <FormProblem error={putting.error} />
          <DialogButtons action={t('bot-policy.put')} isBusy={putting.isPending} close={close} />
        </form>
      </ProblemProvider>
    </ModalDialog>
  );
}

function Suggestions({ id, words }: { readonly id: string; readonly words: ReadonlySet<string> }) {
  return (
    <datalist id={id}>
      {[...words].toSorted(compareNames).map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </datalist>
  );
}

/** Without words to the customer there is no such field, never an empty one. */
function withMessage({ fallBackMessage: _, ...policy }: HandoverPolicy, text: string): HandoverPolicy {
  return text === '' ? policy : { ...policy, fallBackMessage: text };
}

function readList(text: string): string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}

function msOf(seconds: number): number {
  return Math.round(seconds * 1_000);
}
