import { activitiesOf } from '@floorwalk/shared/schedule/activity-at';
import { activityOf } from '@floorwalk/shared/schedule/activity-book';
import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { t } from '../../messages/text.ts';
import { useDeskActions } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

/** The day that is shown: from and to are its midnights, epoch ms. */
export type ShownDay = { readonly date: string; readonly from: number; readonly to: number; readonly zone: string };

type Props = {
  readonly id: string;
  readonly day: ShownDay;
  readonly mayEdit: boolean;
  readonly onEdit: (what: 'day' | 'skills') => void;
};

/** A line of today, as the rows say it. */
export function LiveScheduleLine(props: Props) {
  const row = useRow('schedules', props.id);
  const own = row?.days.find(({ date }) => date === props.day.date)?.activities ?? [];
  return <ScheduleLine {...props} own={own} all={row === undefined ? [] : activitiesOf(row)} />;
}

type LineProps = Props & {
  /** What belongs to the day, and all that may lie in it: a night shift of the day before too. */
  readonly own: readonly ScheduledActivity[];
  readonly all: readonly ScheduledActivity[];
};

/** An agent's day as a strip, to be read and changed. */
export function ScheduleLine({ id, day, mayEdit, onEdit, own, all }: LineProps) {
  const agent = useRow('agents', id);
  const { openPanel } = useDeskActions();
  const { from, to, zone } = day;
  const book = readBook();
  const [first, last] = [own[0], own.at(-1)];
  const visible = all.filter(({ startAt, endAt }) => endAt > from && startAt < to);
  const x = (at: number) => ((Math.max(from, Math.min(to, at)) - from) / (to - from)) * 1_000;
  const words = ({ activityId, startAt, endAt }: ScheduledActivity) =>
    `${activityName(activityOf(book, activityId))} ${formatTimeShort(startAt, zone)}–${formatTimeShort(endAt, zone)}`;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button ellipsis" onClick={() => openPanel('agent', id)}>
          {agent?.name ?? id}
        </button>
      </th>
      <td className="numeric">
        {first && last
          ? `${formatTimeShort(first.startAt, zone)}–${formatTimeShort(last.endAt, zone)}`
          : t('staffing.kind.none')}
      </td>
      <td>
        <svg
          viewBox="0 0 1000 16"
          preserveAspectRatio="none"
          className="schedule-strip"
          role="img"
          aria-label={visible.length === 0 ? t('staffing.kind.none') : visible.map(words).join(', ')}
        >
          {visible.map((one) => {
            const activity = activityOf(book, one.activityId);
            return (
              <rect
                key={one.startAt}
                x={x(one.startAt)}
                width={Math.max(1, x(one.endAt) - x(one.startAt))}
                y={activity.isProductive ? 2 : 5}
                height={activity.isProductive ? 12 : 6}
                data-kind={activity.isProductive ? 'work' : activity.kind}
              >
                <title>{words(one)}</title>
              </rect>
            );
          })}
        </svg>
      </td>
      {mayEdit && (
        <td className="staffing-actions">
          <button
            type="button"
            className="button"
            aria-label={t('staffing.day.edit-of', { name: agent?.name ?? id })}
            onClick={() => onEdit('day')}
          >
            {t('staffing.day.edit')}
          </button>
          <button
            type="button"
            className="button"
            aria-label={t('staffing.skills.edit-of', { name: agent?.name ?? id })}
            onClick={() => onEdit('skills')}
          >
            {t('agents.skills')}
          </button>
        </td>
      )}
    </tr>
  );
}
