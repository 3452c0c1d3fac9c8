import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import { configure } from '../../api/settings.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useDerived } from '../../store/use-row.ts';
import { same } from '../../store/same.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { formatRatio, formatSpan } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

type Settings = Pick<
  QueueRow,
  'id' | 'name' | 'serviceLevelThresholdMs' | 'shortAbandonThresholdMs' | 'serviceLevelTarget' | 'highValue'
>;

/** Beyond this the table is cut and says so; the filter finds the rest. */
const MOST_SHOWN = 200;

/** What each queue is measured against. */
export function QueueThresholds({ siteId }: { readonly siteId: string }) {
  const [filter, setFilter] = useState('');
  const [editing, setEditing] = useState<Settings | null>(null);
  const queues = useDerived(['queues'], readQueues, same, siteId);
  const words = filter.trim().toLowerCase();
  const found = queues.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <section aria-labelledby="queues-title">
      <h2 id="queues-title">{t('queues.title')}</h2>
      <p className="quiet">{t('queues.text')}</p>
      {queues.length === 0 ? (
        <p>{t('queues.empty')}</p>
      ) : (
        <>
          <label className="field field-row">
            <span>{t('queues.filter')}</span>
            <input type="search" value={filter} maxLength={200} onChange={(event) => setFilter(event.target.value)} />
          </label>
          <DataTable
            rows={shown}
            keyOf={(queue) => queue.id}
            columns={[
              { id: 'name', label: t('queues.column.name'), cell: (queue) => queue.name },
              {
                id: 'threshold',
                label: t('queues.column.threshold'),
                isNumber: true,
                cell: (queue) => formatSpan(queue.serviceLevelThresholdMs),
              },
              {
                id: 'target',
                label: t('queues.column.target'),
                isNumber: true,
                cell: (queue) => formatRatio(queue.serviceLevelTarget),
              },
              {
                id: 'short',
                label: t('queues.column.short'),
                isNumber: true,
                cell: (queue) => formatSpan(queue.shortAbandonThresholdMs),
              },
              {
                id: 'high-value',
                label: t('queues.column.high-value'),
                cell: (queue) => (queue.highValue ? t('queues.yes') : t('queues.no')),
              },
            ]}
            actions={(queue) => (
              <button
                type="button"
                className="button button-small"
                aria-label={t('queues.edit-named', { name: queue.name })}
                onClick={() => setEditing(queue)}
              >
                {t('queues.edit')}
              </button>
            )}
          />
          {found.length > shown.length && (
            <p className="page-note">{t('queues.cut', { shown: shown.length, count: found.length })}</p>
          )}
          {found.length === 0 && <p>{t('queues.none-found')}</p>}
        </>
      )}
      {editing !== null && <QueueDialog siteId={siteId} queue={editing} close={() => setEditing(null)} />}
    </section>
  );
}

function readQueues(): readonly Settings[] {
  return [...live().store.tables.queues.rows()]
    .map(({ id, name, serviceLevelThresholdMs, shortAbandonThresholdMs, serviceLevelTarget, highValue }) => ({
      id,
      name,
      serviceLevelThresholdMs,
      shortAbandonThresholdMs,
      serviceLevelTarget,
      highValue,
    }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

function QueueDialog({
  siteId,
  queue,
  close,
}: {
  readonly siteId: string;
  readonly queue: Settings;
  readonly close: () => void;
}) {
  const save = useMutation({
    mutationFn: (data: Record<string, unknown>) =>
      configure(siteId, { type: 'queue.configured', data: { queueId: queue.id, ...data } }),
    onSuccess: () => {
      announce(t('queues.saved', { name: queue.name }));
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted: Omit<Settings, 'id'> = {
      name: formText(form, 'name').trim(),
      serviceLevelThresholdMs: Math.round(Number(form.get('serviceLevelThresholdMs')) * 1000),
      shortAbandonThresholdMs: Math.round(Number(form.get('shortAbandonThresholdMs')) * 1000),
      serviceLevelTarget: Math.round(Number(form.get('serviceLevelTarget')) * 100) / 10_000,
      highValue: form.get('highValue') === 'on',
    };
    const data = Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => value !== queue[key as keyof typeof wanted]),
    );
    if (Object.keys(data).length === 0) close();
    else save.mutate(data);
  };
  const { problem, noted } = useFormProblem(save.error);
  return (
    <ModalDialog title={t('queues.edit-named', { name: queue.name })} close={close}>
      <form className="form" onSubmit={submit}>
        {problem}
        <Field label={t('queues.name')}>
          <input name="name" required maxLength={200} pattern=".*\S.*" defaultValue={queue.name} {...noted('name')} />
        </Field>
        <Field label={t('queues.threshold')}>
          <input
            name="serviceLevelThresholdMs"
            type="number"
            required
            min={0}
            max={604_800}
            step={0.001}
            defaultValue={queue.serviceLevelThresholdMs / 1000}
            {...noted('serviceLevelThresholdMs')}
          />
        </Field>
        <Field label={t('queues.target')}>
          <input
            name="serviceLevelTarget"
            type="number"
            required
            min={0}
            max={100}
            step={0.01}
            defaultValue={Math.round(queue.serviceLevelTarget * 10_000) / 100}
            {...noted('serviceLevelTarget')}
          />
        </Field>
        <Field label={t('queues.short')}>
          <input
            name="shortAbandonThresholdMs"
            type="number"
            required
            min={0}
            max={3600}
            step={0.001}
            defaultValue={queue.shortAbandonThresholdMs / 1000}
            {...noted('shortAbandonThresholdMs')}
          />
        </Field>
        <label className="check">
          <input type="checkbox" name="highValue" defaultChecked={queue.highValue} /> {t('queues.high-value')}
        </label>
        <DialogButtons action={t('settings.save')} isBusy={save.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
