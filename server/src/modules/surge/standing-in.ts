import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { StandingAgent } from '@floorwalk/shared/surge-plan/apply-moves';

/** How a site's agents stand now: the queues they serve, and the days of their schedule. */
export function standingIn({ floor, schedule }: LiveState): (agentId: string) => StandingAgent | undefined {
  return (agentId) => {
    const agent = floor.agents.get(agentId);
    const days = schedule.agents.get(agentId)?.days;
    return agent === undefined
      ? undefined
      : { queueIds: agent.queueIds, dayOf: (date) => days?.get(date)?.activities ?? [] };
  };
}
