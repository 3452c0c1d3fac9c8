import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { makeBoard } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { useIds } from '../../store/use-row.ts';
import { live } from '../../connection/live-session.ts';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { boardFromTemplate, TEMPLATES, type Subject, type Template } from './board-templates.ts';

const [FIRST] = TEMPLATES;

/** A new board from a template. */
export function NewBoardDialog({
  siteId,
  close,
  onMade,
}: {
  readonly siteId: string;
  readonly close: () => void;
  readonly onMade: (boardId: string) => void;
}) {
  const [template, setTemplate] = useState<Template | undefined>(FIRST);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: makeBoard,
    onSuccess: async (board) => {
      await queries.invalidateQueries({ queryKey: ['boards', siteId] });
      onMade(board.id);
    },
  });
  const { problem, noted } = useFormProblem(make.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (template === undefined) return;
    const form = new FormData(event.currentTarget);
    const teamId = formText(form, 'teamId');
    const queueId = formText(form, 'queueId');
    make.mutate(
      boardFromTemplate(
        template,
        { subject: subjectFor(template, teamId, queueId), words: (key) => t(key) },
        { siteId, teamId: teamId === '' ? null : teamId, name: formText(form, 'name').trim() },
      ),
    );
  };
  return (
    <ModalDialog title={t('boards.new')} close={close}>
      <form className="form" onSubmit={submit}>
        {problem}
        <fieldset className="field-group template-choice">
          <legend>{t('boards.template')}</legend>
          {TEMPLATES.map((one) => (
            <label key={one.id} className="check template">
              <input type="radio" name="template" checked={one === template} onChange={() => setTemplate(one)} />
              <strong>{t(`boards.template.${one.id}`)}</strong>
              <span className="quiet">{t(`boards.template.${one.id}.text`)}</span>
            </label>
          ))}
        </fieldset>
        <Field label={t('boards.board.name')}>
          <input name="name" required maxLength={100} autoComplete="off" pattern=".*\S.*" {...noted('name')} />
        </Field>
        <Field label={t('boards.board.team')} hint={t('boards.board.team-hint')}>
          <select className="select" name="teamId">
            <option value="">{t('boards.board.whole-site')}</option>
            <RowOptions table="teams" />
          </select>
        </Field>
        {template?.asks === 'queue' && (
          <Field label={t('boards.template.queue')}>
            <select className="select" name="queueId" required>
              <RowOptions table="queues" />
            </select>
          </Field>
        )}
        <DialogButtons action={t('boards.create')} isBusy={make.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}

function subjectFor(template: Template, teamId: string, queueId: string): Subject {
  if (template.asks === 'queue' && queueId !== '') return { table: 'queues', id: queueId };
  return teamId === '' ? { table: 'sites' } : { table: 'teams', id: teamId };
}

function RowOptions({ table }: { readonly table: 'teams' | 'queues' }) {
  const rows = useIds(table)
    .map((id) => ({ id, name: live().store.tables[table].row(id)?.name ?? id }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
  return rows.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}
