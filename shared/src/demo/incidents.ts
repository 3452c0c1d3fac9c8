import { BOT_PLANS, QUEUE_PLANS, TEAM_NAMES } from './floor-plan.ts';
import type { World } from './world.ts';

/** Things that go wrong now and then, one at a time. */
export type Incident =
  | { readonly kind: 'burst'; readonly queueId: string; readonly factor: number }
  | { readonly kind: 'bot-trouble'; readonly botId: string }
  | { readonly kind: 'outage'; readonly teamId: string }
  | { readonly kind: 'slow-systems'; readonly groupId: string; readonly factor: number };

export type Incidents = {
  readonly current: () => Incident | null;
  /** Factor on the contacts that arrive for a queue. */
  readonly arrivalFactor: (queueId: string) => number;
  /** Factor on the time a contact of a group takes. */
  readonly handlingFactor: (groupId: string) => number;
  readonly isBotTroubled: (botId: string) => boolean;
};

const MINUTE = 60_000;

/** Starts the sequence of incidents. `onOutage` is told which team lost its systems, and for how long. */
export function createIncidents(world: World, onOutage: (teamId: string, forMs: number) => void): Incidents {
  const random = world.random.fork('incidents');
  let current: Incident | null = null;

  function begin(): void {
    const [incident, forMs] = draw();
    current = incident;
    if (incident.kind === 'outage') onOutage(incident.teamId, forMs);
    world.after(forMs, () => {
      current = null;
      world.after(random.between(28, 60) * MINUTE, begin);
    });
  }

  function draw(): [Incident, number] {
    const busyQueues = QUEUE_PLANS.filter((plan) => plan.staffShare > 0);
    switch (
      random.weighted([
        ['burst', 4] as const,
        ['bot-trouble', 3] as const,
        ['outage', 2] as const,
        ['slow-systems', 2] as const,
      ])
    ) {
      case 'burst': {
        const queueId = random.weighted(busyQueues.map((plan) => [plan.queueId, plan.staffShare] as const));
        return [{ kind: 'burst', queueId, factor: random.between(1.9, 2.8) }, random.between(9, 16) * MINUTE];
      }
      case 'bot-trouble': {
        const botId = random.weighted(BOT_PLANS.map((plan) => [plan.botId, 1] as const));
        return [{ kind: 'bot-trouble', botId }, random.between(10, 18) * MINUTE];
      }
      case 'outage': {
        const teamId = random.weighted(TEAM_NAMES.map(([id]) => [id, 1] as const));
        return [{ kind: 'outage', teamId }, random.between(6, 11) * MINUTE];
      }
      case 'slow-systems': {
        const groupId = random.weighted([['service', 2] as const, ['sales', 1] as const]);
        return [{ kind: 'slow-systems', groupId, factor: random.between(1.3, 1.6) }, random.between(12, 20) * MINUTE];
      }
    }
  }

  world.after(random.between(70, 105) * MINUTE, begin);
  return {
    current: () => current,
    arrivalFactor: (queueId) => (current?.kind === 'burst' && current.queueId === queueId ? current.factor : 1),
    handlingFactor: (groupId) => (current?.kind === 'slow-systems' && current.groupId === groupId ? current.factor : 1),
    isBotTroubled: (botId) => current?.kind === 'bot-trouble' && current.botId === botId,
  };
}
