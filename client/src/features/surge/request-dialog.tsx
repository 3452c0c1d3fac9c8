import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { requestSurge } from '../../api/surge.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { MoveTable } from './move-table.tsx';

type Props = {
  readonly surge: Surge;
  readonly zone: string;
  readonly close: () => void;
};

/** A lead chooses moves of a proposal and asks for them. */
export function RequestDialog({ surge, zone, close }: Props) {
  const siteId = useSiteId();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(surge.moves.filter((move) => move.isSuggested).map(({ id }) => id)),
  );
  const requesting = useMutation({
    mutationFn: (note: string) =>
      requestSurge(siteId, surge.id, { moveIds: [...chosen], ...(note !== '' && { note }) }),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    requesting.mutate(formText(new FormData(event.currentTarget), 'note').trim());
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <ModalDialog title={t('surge.request-title', { queue: surge.queueName })} close={close}>
      <p>
        {t('surge.request-text', {
          from: formatTimeShort(surge.startsAt, zone),
          to: formatTimeShort(surge.endsAt, zone),
        })}
      </p>
      <form className="form" onSubmit={submit}>
        <MoveTable surge={surge} zone={zone} moves={surge.moves} chosen={chosen} toggle={toggle} />
        <Field label={t('surge.note')}>
          <input name="note" maxLength={200} />
        </Field>
        <FormProblem error={requesting.error} />
        <DialogButtons
          action={t('surge.send-request', { count: chosen.size })}
          isBusy={requesting.isPending}
          isReady={chosen.size > 0}
          close={close}
        />
      </form>
    </ModalDialog>
  );
}
