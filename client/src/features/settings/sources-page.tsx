import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { PlugZap, Plus } from 'lucide-react';
import type { Source } from '@floorwalk/shared/api/ingest';
import { addSource, fetchSources, revokeSource } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { Answered } from '../../ui/answered.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatAgo } from '../../ui/format-ago.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { StateNote } from '../../ui/state-note.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { RefusedList } from './refused-list.tsx';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import './settings.css';
import { SourceToken } from './source-token.tsx';

const REFRESH_MS = 15_000;

/** Sources: who may send events, with which token, and what of theirs was refused. */
export default function SourcesPage() {
  const siteId = useSiteId();
  const key = ['sources', siteId];
  const queries = useQueryClient();
  const sources = useQuery({ queryKey: key, queryFn: () => fetchSources(siteId), refetchInterval: REFRESH_MS });
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Source | null>(null);
  const revoke = useConfirmed({
    act: (source: Source) => revokeSource(siteId, source.id),
    queryKey: key,
    title: ({ name }) => t('sources.revoke.title', { name }),
    text: t('sources.revoke.text'),
    action: t('sources.revoke'),
  });
  const added = async (source: Source): Promise<void> => {
    setAdding(false);
    setMade(source);
    await queries.invalidateQueries({ queryKey: key });
  };
  const used = ({ lastUsedAt }: Source): string =>
    lastUsedAt === null ? t('sources.never-used') : formatAgo(sources.dataUpdatedAt - lastUsedAt);
  return (
    <SettingsFrame
      title={t('settings.sources')}
      text={t('settings.sources.text')}
      action={
        <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
          <Plus aria-hidden="true" size={16} /> {t('sources.add')}
        </button>
      }
    >
      {made?.token !== undefined && <SourceToken source={made} token={made.token} onDone={() => setMade(null)} />}
      <Answered
        query={sources}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={PlugZap} title={t('sources.empty.title')}>
            {t('sources.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <DataTable
            rows={all}
            keyOf={(source) => source.id}
            columns={[
              { id: 'name', label: t('sources.column.name'), cell: (source) => source.name },
              { id: 'used', label: t('sources.column.used'), cell: used },
              {
                id: 'added',
                label: t('sources.column.added'),
                cell: (source) => formatAgo(sources.dataUpdatedAt - source.createdAt),
              },
            ]}
            actions={(source) => (
              <button
                type="button"
                className="button button-small button-danger"
                aria-label={t('sources.revoke-named', { name: source.name })}
                onClick={() => revoke.ask(source)}
              >
                {t('sources.revoke')}
              </button>
            )}
          />
        )}
      </Answered>
      <RefusedList siteId={siteId} />
      {isAdding && <AddSource siteId={siteId} close={() => setAdding(false)} onAdded={added} />}
      {revoke.dialog}
    </SettingsFrame>
  );
}

function AddSource({
  siteId,
  close,
  onAdded,
}: {
  readonly siteId: string;
  readonly close: () => void;
  readonly onAdded: (source: Source) => Promise<void>;
}) {
  const add = useMutation({ mutationFn: (name: string) => addSource(siteId, name), onSuccess: onAdded });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    add.mutate(formText(new FormData(event.currentTarget), 'name').trim());
  };
  const { problem, noted } = useFormProblem(add.error);
  return (
    <ModalDialog title={t('sources.add')} close={close}>
      <form className="form" onSubmit={submit}>
        {problem}
        <Field label={t('sources.name')} hint={t('sources.name-hint')}>
          <input
            name="name"
            required
            maxLength={200}
            pattern=".*\S.*"
            autoComplete="off"
            spellCheck={false}
            {...noted('name')}
          />
        </Field>
        <DialogButtons action={t('sources.add')} isBusy={add.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
