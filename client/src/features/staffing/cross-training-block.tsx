import { GraduationCap } from 'lucide-react';
import { productiveMs } from '@floorwalk/shared/schedule/activity-at';
import { crossTraining, groupByQueues } from '@floorwalk/shared/schedule/cross-training';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { useNames } from '../../shell/use-names.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { readBook, type StaffingPicture } from './use-staffing.ts';
import { formatAgents } from './words.ts';

/** Which skill, given to whom, would help most when the peak of the rest of the day comes. */
export function CrossTrainingBlock({ picture, zone }: { readonly picture: StaffingPicture; readonly zone: string }) {
  const { intervals } = picture;
  const nameOf = useNames();
  const peak = peakOf(picture);
  const found = useDerived(
    ['schedules'],
    () => (peak === null ? null : trainingsAt(picture, peak)),
    same,
    JSON.stringify([peak, picture.gaps.map(({ required }) => required[peak ?? 0])]),
    5_000,
  );
  const at = peak === null ? 0 : intervals.startsAt + peak * intervals.intervalMs;
  return (
    <section className="pane staffing-block" aria-labelledby="training-title">
      <div className="block-head">
        <h2 id="training-title">{t('staffing.training')}</h2>
      </div>
      {found === null ? (
        <p className="quiet staffing-note">{t('staffing.training.unknown')}</p>
      ) : (
        <>
          <p className="staffing-note">
            <Figure
              figure="training-cover"
              of={formatTimeShort(at, zone)}
              value={formatAgents(found.covered)}
              below={formatAgents(found.need)}
              className="number-words"
            >
              {t('staffing.training.peak', {
                time: formatTimeShort(at, zone),
                need: formatAgents(found.need),
                covered: formatAgents(found.covered),
                siloed: formatAgents(found.siloed),
                pooled: formatAgents(found.pooled),
              })}
            </Figure>
          </p>
          {found.trainings.length === 0 ? (
            <p className="quiet staffing-note">
              {t(found.covered + 0.05 >= found.need ? 'staffing.training.enough' : 'staffing.training.no-help')}
            </p>
          ) : (
            <ul className="adherence-list">
              {found.trainings.map((one) => (
                <li key={`${one.group} ${one.queueId}`}>
                  <GraduationCap aria-hidden="true" size={15} />
                  <Figure
                    figure="training-gain"
                    of={nameOf('queue', one.queueId)}
                    value={formatAgents(one.gain)}
                    className="number-words"
                  >
                    {t('staffing.training.line', {
                      agents: one.agents,
                      from: one.queueIds.map((id) => nameOf('queue', id)).join(', '),
                      queue: nameOf('queue', one.queueId),
                      gain: formatAgents(one.gain),
                    })}
                  </Figure>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

/** The interval of the rest of the day in which most is lacking; with nothing lacking the one in which most is needed. `null` without a forecast. */
function peakOf({ gaps, intervals, current }: StaffingPicture): number | null {
  let best: number | null = null;
  let most: readonly [number, number] = [-1, 0];
  for (let interval = Math.max(0, current); interval < intervals.count; interval += 1) {
    const lacking = gaps.reduce((sum, { gaps: own }) => sum + Math.max(0, -(own[interval] ?? 0)), 0);
    const needed = gaps.reduce((sum, { required }) => sum + (required[interval] ?? 0), 0);
    if (needed === 0) continue;
    if (lacking > most[0] + 0.01 || (lacking > most[0] - 0.01 && needed > most[1])) {
      best = interval;
      most = [lacking, needed];
    }
  }
  return best;
}

function trainingsAt({ gaps, intervals }: StaffingPicture, interval: number) {
  const { schedules, agents } = live().store.tables;
  const book = readBook();
  const from = intervals.startsAt + interval * intervals.intervalMs;
  const present = [...schedules.rows()].map((row) => ({
    queueIds: agents.row(row.id)?.queueIds ?? [],
    present: productiveMs(row, book, from, from + intervals.intervalMs) / intervals.intervalMs,
  }));
  const needs = new Map(gaps.map(({ queueId, required }) => [queueId, required[interval] ?? 0]));
  return crossTraining(groupByQueues(present), needs);
}
