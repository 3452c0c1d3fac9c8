import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { makeBoard } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { useIds } from '../../store/use-row.ts';
import { live } from '../../connection/live-session.ts';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
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
        {make.isError && (
          <p role="alert" className="form-problem">
            {problemWords(make.error)}
          </p>
        )}
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
        <label className="field">
          <span>{t('boards.board.name')}</span>
          <input name="name" required maxLength={100} autoComplete="off" pattern=".*\S.*" />
        </label>
        <label className="field">
          <span>{t('boards.board.team')}</span>
          <select className="select" name="teamId">
            <option value="">{t('boards.board.whole-site')}</option>
            <RowOptions table="teams" />
          </select>
          <small className="quiet">{t('boards.board.team-hint')}</small>
        </label>
        {template?.asks === 'queue' && (
          <label className="field">
            <span>{t('boards.template.queue')}</span>
            <select className="select" name="queueId" required>
              <RowOptions table="queues" />
            </select>
          </label>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={make.isPending}>
            {t('boards.create')}
          </button>
        </div>
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
