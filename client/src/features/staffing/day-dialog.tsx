import { useQuery } from '@tanstack/react-query';
import { dateAfter } from '@floorwalk/shared/schedule/local-moments';
import { fetchDays } from '../../api/schedule.ts';
import { fetchSurgePolicy } from '../../api/surge.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { COPY_DAYS, DayForm, type SavedDays } from './day-form.tsx';
import { formatWeekdayDate } from './local-date.ts';

type Props = {
  readonly agentId: string;
  readonly date: string;
  readonly zone: string;
  readonly close: () => void;
  readonly onSaved: (days: SavedDays) => void;
};

/** Days before and after that count for the labour rules of a week. */
const AROUND_DAYS = 7;

/** One agent's day, to be changed and copied to others. The days around it are read with it: a newer one is not overwritten unseen. */
export function DayDialog({ agentId, date, zone, close, onSaved }: Props) {
  const siteId = useSiteId();
  const name = live().store.tables.agents.row(agentId)?.name ?? agentId;
  const read = useQuery({
    queryKey: ['day-to-edit', siteId, agentId, date],
    queryFn: async () => ({
      days: await fetchDays(siteId, dateAfter(date, -AROUND_DAYS), dateAfter(date, COPY_DAYS + AROUND_DAYS), agentId),
      rules: (await fetchSurgePolicy(siteId)).policy.labour,
    }),
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <ModalDialog title={t('staffing.day.title', { name, date: formatWeekdayDate(date) })} close={close}>
      {read.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      <FormProblem error={read.error} />
      {read.data && (
        <DayForm
          agentId={agentId}
          name={name}
          date={date}
          zone={zone}
          days={read.data.days}
          rules={read.data.rules}
          close={close}
          onSaved={onSaved}
        />
      )}
    </ModalDialog>
  );
}
