import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { approveSurge, cancelSurge, declineSurge } from '../../api/surge.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { MoveTable } from './move-table.tsx';

/** `end` calls off what is under way; `cancel` what has not begun. */
export type Decision = 'approve' | 'decline' | 'cancel' | 'end';

const CARRY_OUT = { approve: approveSurge, decline: declineSurge, cancel: cancelSurge, end: cancelSurge } as const;

type Props = {
  readonly surge: Surge;
  readonly zone: string;
  readonly decision: Decision;
  readonly close: () => void;
};

/** Says what a decision entails and asks for its reason; an approval may have a note. */
export function DecisionDialog({ surge, zone, decision, close }: Props) {
  const siteId = useSiteId();
  const deciding = useMutation({
    mutationFn: (words: string) => CARRY_OUT[decision](siteId, surge.id, words),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    deciding.mutate(formText(new FormData(event.currentTarget), 'words').trim());
  };
  const isApproval = decision === 'approve';
  return (
    <ModalDialog title={t(`surge.${decision}-title`, { queue: surge.queueName })} close={close}>
      <p>
        {t(`surge.${decision}-text`, {
          name: surge.requested?.by.name ?? '',
          to: formatTimeShort(surge.endsAt, zone),
        })}
      </p>
      {isApproval && <MoveTable surge={surge} zone={zone} moves={surge.moves.filter((move) => move.isChosen)} />}
      <form className="form" onSubmit={submit}>
        <Field label={t(isApproval ? 'surge.note' : 'surge.reason')}>
          <input name="words" maxLength={200} required={!isApproval} {...(!isApproval && { pattern: '.*\\S.*' })} />
        </Field>
        <FormProblem error={deciding.error} />
        <DialogButtons
          action={t(`surge.${decision}-confirm`)}
          isDangerous={!isApproval}
          isBusy={deciding.isPending}
          close={close}
        />
      </form>
    </ModalDialog>
  );
}
