import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { lendingOf } from '@floorwalk/shared/surge-plan/lend-agents';
import { comeHome, guestsArrive, guestsDepart, leaveHome, type Host } from '@floorwalk/shared/surge-plan/lend-events';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import type { Surge } from '@floorwalk/shared/surge/surge';
import type { LentAgent, SurgeHelp } from '@floorwalk/shared/surge/surge-help';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { standingIn } from './standing-in.ts';
import { FLOORWALK } from './surge-store.ts';

type Home = { readonly time: number; readonly state: LiveState | undefined };
type Asking = {
  readonly zone: string;
  readonly state: LiveState | undefined;
  readonly after: Surge;
  readonly time: number;
};

/**
 * Agents named for another site leave their own one when the help begins, and return when it is over: the help as it is told, and what the logs of
 * both sites are told of them.
 */
export function moveAgents(
  help: SurgeHelp,
  homeId: string,
  { time, state: home }: Home,
  { zone, state, after, time: now }: Asking,
): { readonly help: SurgeHelp; readonly there: readonly NewEvent[]; readonly here: readonly NewEvent[] } {
  const isEnd = help.state === 'ended';
  if (home === undefined || state === undefined || (help.state !== 'lent' && !isEnd))
    return { help, there: [], here: [] };
  const by: DecidedBy = help.answered?.by ?? FLOORWALK;
  const say = { source: CONSOLE_SOURCE, by };
  const { queueId, teamId } = after;
  const host: Host = { zone, queueId, teamId, homeId, homeName: home.floor.name };
  const dayOf = (agentId: string, date: string) => standingIn(state)(agentId)?.dayOf(date) ?? [];
  if (isEnd) {
    // What was changed when they left stands in what their own log was told then.
    const left: SurgeHelp = { ...help, agents: home.surges.helps.get(help.id)?.agents ?? [] };
    return {
      help,
      there: comeHome(left, standingIn(home), { ...say, now: time }),
      here: guestsDepart(left, host, dayOf, { ...say, now }),
    };
  }
  const lent: SurgeHelp = { ...help, agents: leaving(help, home, time) };
  return {
    help: lent,
    there: leaveHome(lent, { ...say, now: time }),
    here: guestsArrive(lent, host, dayOf, { ...say, now }),
  };
}

/** The named agents, with what of their day and queues is put aside for those who agreed. */
function leaving({ agents = [], fromAt, toAt }: SurgeHelp, home: LiveState, now: number): LentAgent[] {
  const picture = pictureOf(home, now, { patience: false });
  const { labour } = home.surges.policy.policy;
  return agents.map((named) => {
    const agent = picture.agents.get(named.agentId);
    if (named.answer !== 'yes' || agent === undefined) return named;
    const window = { from: Math.max(now, fromAt), to: toAt };
    const { days } = lendingOf(picture, agent, window, labour);
    return { ...named, away: { at: now, queueIds: [...agent.queueIds], days: days.slice(0, 3) } };
  });
}
