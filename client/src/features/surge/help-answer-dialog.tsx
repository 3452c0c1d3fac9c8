import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { HelpAnswerRequest, HelpCandidateAnswer } from '@floorwalk/shared/api/surge';
import type { SurgeHelpRow } from '@floorwalk/shared/surge/rows';
import { answerHelp, fetchHelpCandidates } from '../../api/surge.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { refusalWords } from './surge-words.ts';

type Props = { readonly help: SurgeHelpRow; readonly answer: 'yes' | 'no'; readonly close: () => void };

/** Grants another site help, by naming who goes or with a number alone; or refuses it with the reason. */
export function HelpAnswerDialog({ help, answer, close }: Props) {
  const siteId = useSiteId();
  const { fromSiteName: site } = help;
  const isGrant = answer === 'yes';
  const [isNumber, setNumber] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const candidates = useQuery({
    queryKey: ['help-candidates', siteId, help.id],
    queryFn: () => fetchHelpCandidates(siteId, help.id),
    enabled: isGrant,
  });
  const chosen = picked ?? suggestionOf(candidates.data ?? [], help.agentCount);
  const sending = useMutation({
    mutationFn: (body: HelpAnswerRequest) => answerHelp(siteId, help.id, body),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const words = formText(form, 'words').trim();
    if (!isGrant) return sending.mutate({ answer: 'no', reason: words });
    const note = words === '' ? {} : { note: words };
    sending.mutate(
      isNumber
        ? { answer: 'yes', agentCount: Number(formText(form, 'count')), ...note }
        : { answer: 'yes', agentIds: [...chosen], ...note },
    );
  };
  return (
    <ModalDialog title={t(isGrant ? 'help.grant-title' : 'help.refuse-title', { site })} close={close}>
      <form className="form" onSubmit={submit}>
        {isGrant && (
          <>
            <fieldset className="help-ways">
              <legend>{t('help.how', { count: help.agentCount })}</legend>
              <label>
                <input type="radio" name="way" checked={!isNumber} onChange={() => setNumber(false)} />
                <span>{t('help.name-them')}</span>
              </label>
              <label>
                <input type="radio" name="way" checked={isNumber} onChange={() => setNumber(true)} />
                <span>{t('help.say-how-many')}</span>
              </label>
            </fieldset>
            <p className="quiet">{t(isNumber ? 'help.grant-text' : 'help.named-text')}</p>
            {isNumber ? (
              <Field label={t('help.count')}>
                <input
                  type="number"
                  name="count"
                  required
                  min={1}
                  max={help.agentCount}
                  step={1}
                  defaultValue={help.agentCount}
                />
              </Field>
            ) : candidates.isPending ? (
              <p className="quiet">{t('help.candidates-loading')}</p>
            ) : candidates.isError ? (
              <FormProblem error={candidates.error} />
            ) : (
              <Candidates
                candidates={candidates.data}
                most={help.agentCount}
                chosen={chosen}
                toggle={(id) => setPicked(toggled(chosen, id))}
              />
            )}
          </>
        )}
        <Field label={t(isGrant ? 'surge.note' : 'surge.reason')}>
          <input name="words" maxLength={200} required={!isGrant} {...(!isGrant && { pattern: '.*\\S.*' })} />
        </Field>
        <FormProblem error={sending.error} />
        <DialogButtons
          action={t(isGrant ? 'help.grant' : 'help.refuse')}
          isDangerous={!isGrant}
          isBusy={sending.isPending}
          isReady={!isGrant || isNumber || chosen.size > 0}
          close={close}
        />
      </form>
    </ModalDialog>
  );
}

type List = {
  readonly candidates: readonly HelpCandidateAnswer[];
  readonly most: number;
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (agentId: string) => void;
};

function Candidates({ candidates, most, chosen, toggle }: List) {
  if (candidates.length === 0) return <p className="quiet">{t('help.no-candidates')}</p>;
  return (
    <ul className="help-candidates" aria-label={t('help.candidates')}>
      {candidates.map(({ agentId, agentName, fit, isOnFloor, isSpared, refusal }) => (
        <li key={agentId}>
          <label>
            <input
              type="checkbox"
              checked={chosen.has(agentId)}
              disabled={refusal !== null || (!chosen.has(agentId) && chosen.size >= most)}
              onChange={() => toggle(agentId)}
            />
            <span>
              <strong>{agentName}</strong>{' '}
              <span className="quiet">
                {t(`help.fit-${fit}`)} · {t(isOnFloor ? sparedWords(isSpared) : 'help.at-home')}
              </span>
              {refusal !== null && <span className="form-problem"> {refusalWords(refusal)}</span>}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function sparedWords(isSpared: boolean | null) {
  return isSpared === null ? 'help.spared-unknown' : isSpared ? 'help.spared' : 'help.missed';
}

/** Those who fit, may go and are not missed, as many as are asked for. */
function suggestionOf(candidates: readonly HelpCandidateAnswer[], most: number): ReadonlySet<string> {
  const fitting = candidates.filter(
    ({ fit, isSpared, refusal }) => refusal === null && fit !== 'none' && isSpared === true,
  );
  return new Set(fitting.slice(0, most).map(({ agentId }) => agentId));
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
