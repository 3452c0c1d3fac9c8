import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Skill } from '@floorwalk/shared/agents/events';
import { putSkills } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

/** What an agent can do, and the queues the agent serves. */
export function SkillsDialog({ agentId, close }: { readonly agentId: string; readonly close: () => void }) {
  const siteId = useSiteId();
  const [agent] = useState(() => live().store.tables.agents.row(agentId));
  const [text, setText] = useState(() => (agent?.skills ?? []).map(skillText).join('\n'));
  const [queueIds, setQueueIds] = useState<ReadonlySet<string>>(() => new Set(agent?.queueIds));
  const [wrong, setWrong] = useState<string | null>(null);
  const queues = [...live().store.tables.queues.rows()].toSorted((a, b) => a.name.localeCompare(b.name));
  const saving = useMutation({
    mutationFn: (skills: Skill[]) =>
      putSkills(siteId, agentId, { skills, queueIds: orderOf(agent?.queueIds, queueIds) }),
    onSuccess: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lines = text.split('\n').map((line) => line.trim());
    const skills = lines.filter((line) => line !== '').map((line) => readSkill(line));
    const bad = lines.filter((line) => line !== '').find((line) => readSkill(line) === null);
    setWrong(bad ?? null);
    if (bad === undefined) saving.mutate(skills.flatMap((skill) => skill ?? []));
  };
  return (
    <ModalDialog title={t('staffing.skills.title', { name: agent?.name ?? agentId })} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('staffing.skills.text')}>
          <textarea rows={6} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <fieldset className="field">
          <legend>{t('staffing.skills.queues')}</legend>
          <div className="check-list">
            {queues.map(({ id, name }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={queueIds.has(id)}
                  onChange={(event) => {
                    const next = new Set(queueIds);
                    if (event.target.checked) next.add(id);
                    else next.delete(id);
                    setQueueIds(next);
                  }}
                />{' '}
                {name}
              </label>
            ))}
          </div>
        </fieldset>
        {wrong !== null && (
          <p role="alert" className="form-problem">
            {t('staffing.skills.wrong', { line: wrong })}
          </p>
        )}
        <FormProblem error={saving.error} />
        <DialogButtons action={t('staffing.day.save')} isBusy={saving.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}

function skillText({ skill, proficiency }: Skill): string {
  return proficiency === undefined ? skill : `${skill} ${proficiency}`;
}

/** "French 3", or "French" alone. */
function readSkill(line: string): Skill | null {
  const match = /^(.*\S)\s+(\d+)$/.exec(line);
  if (match === null) return line.length <= 200 ? { skill: line } : null;
  const proficiency = Number(match[2]);
  return proficiency >= 1 && proficiency <= 5 ? { skill: match[1] ?? line, proficiency } : null;
}

/** The agent's own queue stays first. */
function orderOf(before: readonly string[] = [], chosen: ReadonlySet<string>): string[] {
  return [...before.filter((id) => chosen.has(id)), ...[...chosen].filter((id) => !before.includes(id))];
}
