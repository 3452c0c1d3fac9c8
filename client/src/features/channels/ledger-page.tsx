import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeliveryAnswer, LedgerQuery } from '@floorwalk/shared/api/notices';
import { DELIVERY_STATUSES, type DeliveryStatus } from '@floorwalk/shared/notices/delivery-machine';
import { fetchLedger, retryDelivery } from '../../api/notices.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t, useLocale } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { Answered } from '../../ui/answered.tsx';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import './channels.css';

const PAGE = 100;
const REFRESH_MS = 3_000;

/** The ledger: every notice to every recipient by every channel, with its attempts. */
export default function LedgerPage() {
  const siteId = useSiteId();
  const locale = useLocale();
  const [status, setStatus] = useState<DeliveryStatus | ''>('');
  const ledger = useInfiniteQuery({
    queryKey: ['notice-ledger', siteId, status, locale],
    queryFn: ({ pageParam }) =>
      fetchLedger(siteId, {
        limit: PAGE,
        language: locale,
        ...(status !== '' && { status }),
        ...pageParam,
      }),
    initialPageParam: {} as Pick<LedgerQuery, 'before' | 'beforeId'>,
    getNextPageParam: (rows) => {
      const last = rows.at(-1);
      return last === undefined || rows.length < PAGE ? undefined : { before: last.position, beforeId: last.id };
    },
    select: ({ pages }) => pages.flat(),
    refetchInterval: REFRESH_MS,
  });
  return (
    <SettingsFrame title={t('ledger.title')} text={t('ledger.text')} isWide>
      <label className="field ledger-filter">
        <span>{t('ledger.filter')}</span>
        <select
          className="select"
          value={status}
          onChange={(event) => setStatus(DELIVERY_STATUSES.find((one) => one === event.target.value) ?? '')}
        >
          <option value="">{t('ledger.all')}</option>
          {DELIVERY_STATUSES.map((one) => (
            <option key={one} value={one}>
              {t(`ledger.status.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Answered query={ledger} isEmpty={(rows) => rows.length === 0} empty={<p>{t('ledger.none')}</p>}>
        {(rows) => (
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  {(['asked', 'notice', 'recipient', 'channel', 'status', 'attempts'] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`ledger.column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <LedgerRow key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      <OlderButton pages={ledger} label={t('inbox.older')} />
    </SettingsFrame>
  );
}

function LedgerRow({ row }: { readonly row: DeliveryAnswer }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const mayRetry = useMay('edit-channels', siteId);
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryDelivery(siteId, row.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice-ledger', siteId] }),
  });
  const when = (at: number) => `${formatDate(at, zone)} ${formatTime(at, zone)}`;
  return (
    <tr>
      <td className="numeric">{when(row.requestedAt)}</td>
      <td>{row.title}</td>
      <td>{row.recipientName}</td>
      <td>{t(`ledger.channel.${row.channel}`)}</td>
      <td>
        <strong data-status={row.status}>{t(`ledger.status.${row.status}`)}</strong>
        {row.reason !== null && <div className="quiet">{reasonWords(row.reason)}</div>}
        {row.status === 'queued' && <div className="quiet">{t('ledger.due', { time: when(row.dueAt) })}</div>}
        {row.status === 'failed' && mayRetry && (
          <button
            type="button"
            className="button button-small ledger-retry"
            disabled={retry.isPending}
            aria-label={t('ledger.retry-named', { title: row.title, name: row.recipientName })}
            onClick={() => retry.mutate()}
          >
            {t('ledger.retry')}
          </button>
        )}
        <FormProblem error={retry.error} />
      </td>
      <td>
        {row.attempts.length > 0 && (
          <ul className="plain-list">
            {row.attempts.map((attempt) => (
              <li key={`${attempt.at} ${attempt.outcome}`}>
                <span className="numeric">{formatTime(attempt.at, zone)}</span> {t(`ledger.outcome.${attempt.outcome}`)}
                : {attempt.detail}
                {attempt.tookMs !== null && (
                  <span className="quiet"> · {t('ledger.took', { count: attempt.tookMs })}</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

const REASONS = [
  'turned-off',
  'no-device',
  'no-address',
  'no-mail-server',
  'no-channel',
  'channel-off',
  'bundle',
  'quiet-hours',
  'rate-limit',
  'too-late',
  'bundle-failed',
] as const;

/** A reason of ours in words; of a person (why it was settled) as it was written. */
function reasonWords(reason: string): string {
  const known = REASONS.find((one) => one === reason);
  return known === undefined ? reason : t(`ledger.reason.${known}` satisfies MessageKey);
}
