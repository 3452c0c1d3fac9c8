import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Send } from 'lucide-react';
import { useState } from 'react';
import type { ChannelAnswer } from '@floorwalk/shared/api/notices';
import { fetchChannels, removeChannel, testChannel } from '../../api/notices.ts';
import { t } from '../../messages/text.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { Answered } from '../../ui/answered.tsx';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatAgo } from '../../ui/format-ago.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { StateNote } from '../../ui/state-note.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import './channels.css';

/** The channels of a site: added, tried, changed, removed. */
export default function ChannelsPage() {
  const siteId = useSiteId();
  const key = ['notice-channels', siteId];
  const queries = useQueryClient();
  const channels = useQuery({ queryKey: key, queryFn: () => fetchChannels(siteId) });
  const [editing, setEditing] = useState<ChannelAnswer | 'new' | null>(null);
  const [made, setMade] = useState<ChannelAnswer | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const removal = useConfirmed({
    act: ({ id }: ChannelAnswer) => removeChannel(siteId, id),
    queryKey: key,
    title: ({ name }) => t('channels.remove.title', { name }),
    text: t('channels.remove.text'),
    action: t('channels.remove'),
  });
  return (
    <SettingsFrame
      title={t('channels.title')}
      text={t('channels.text')}
      action={
        <button type="button" className="button button-primary" onClick={() => setEditing('new')}>
          <Plus aria-hidden="true" size={16} /> {t('channels.add')}
        </button>
      }
    >
      {made?.signingSecret !== undefined && (
        <section className="card channel-secret" aria-label={t('channels.secret')}>
          <h2>{t('channels.secret')}</h2>
          <p>{t('channels.secret.text', { name: made.name })}</p>
          <pre className="code-sample">{made.signingSecret}</pre>
          <button type="button" className="button" onClick={() => setMade(null)}>
            {t('channels.secret.done')}
          </button>
        </section>
      )}
      <Answered
        query={channels}
        isEmpty={(list) => list.length === 0}
        empty={
          <StateNote icon={Send} title={t('channels.none')}>
            {t('channels.none.text')}
          </StateNote>
        }
      >
        {(list) => (
          <ul className="channel-list">
            {list.map((channel) => (
              <ChannelCard
                key={channel.id}
                channel={channel}
                now={channels.dataUpdatedAt}
                edit={() => setEditing(channel)}
                remove={() => removal.ask(channel)}
                tested={refresh}
              />
            ))}
          </ul>
        )}
      </Answered>
      {editing !== null && (
        <ChannelDialog
          channel={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
          onDone={async (channel) => {
            setEditing(null);
            if (channel.signingSecret !== undefined) setMade(channel);
            await refresh();
          }}
        />
      )}
      {removal.dialog}
    </SettingsFrame>
  );
}

function ChannelCard({
  channel,
  now,
  edit,
  remove,
  tested,
}: {
  readonly channel: ChannelAnswer;
  /** When it was asked for, real epoch ms. */
  readonly now: number;
  readonly edit: () => void;
  readonly remove: () => void;
  readonly tested: () => Promise<unknown>;
}) {
  const siteId = useSiteId();
  const test = useMutation({ mutationFn: () => testChannel(siteId, channel.id), onSettled: tested });
  const { name, kind, enabled, limits, lastTest } = channel;
  return (
    <li className="card channel-card">
      <p className="channel-head">
        <strong>{name}</strong> <span className="quiet">{t(`channels.kind.${kind}`)}</span>
        {!enabled && <span className="quiet">{t('channels.off')}</span>}
      </p>
      <p className="quiet">
        {channel.mail === null ? channel.origin : `${channel.mail.host}:${channel.mail.port} · ${channel.mail.from}`}
        {' · '}
        {t('channels.limits', { perHour: limits.perHour, minutes: limits.bundleMinutes })}
      </p>
      <p role="status" data-outcome={lastTest?.outcome}>
        {test.isPending
          ? t('channels.testing')
          : lastTest === null
            ? t('channels.untested')
            : t(`channels.test.${lastTest.outcome}`, {
                detail: lastTest.detail,
                ago: formatAgo(Math.max(0, now - lastTest.at)),
              })}
      </p>
      <FormProblem error={test.error} />
      <p className="button-row">
        <RowButton
          word={t('channels.test')}
          name={t('channels.test-named', { name })}
          isBusy={test.isPending}
          onClick={() => test.mutate()}
        />
        <RowButton word={t('channels.edit')} name={t('channels.edit-named', { name })} onClick={edit} />
        <RowButton
          word={t('channels.remove')}
          name={t('channels.remove-named', { name })}
          tone="danger"
          onClick={remove}
        />
      </p>
    </li>
  );
}
