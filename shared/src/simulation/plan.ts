import { Value } from 'typebox/value';
import { InputError } from '../numeric/input-error.ts';
import { Distribution, Scenario, type ScenarioGroup } from './scenario.ts';

/** A scenario checked and filled in, with names replaced by positions. */
export interface Plan {
  readonly seed: number;
  readonly replications: number;
  readonly confidence: number;
  readonly busynessCv: number;
  readonly intervalSec: number;
  readonly intervals: number;
  readonly queues: readonly PlannedQueue[];
  readonly groups: readonly PlannedGroup[];
}

export interface PlannedQueue {
  readonly id: string;
  readonly arrivals: readonly number[];
  readonly handleTime: Distribution;
  readonly patience: Distribution | undefined;
  readonly targetSec: number;
  readonly priority: number;
  readonly callback: PlannedCallback | undefined;
}

export interface PlannedCallback {
  readonly whenWaiting: number;
  readonly acceptShare: number;
  readonly reachShare: number;
  readonly attemptSec: number;
}

export interface PlannedGroup {
  readonly id: string;
  /** Agents in each interval. */
  readonly agents: readonly number[];
  readonly skills: readonly { readonly queue: number; readonly preference: number }[];
  readonly stretch: readonly number[];
  readonly notAnswering: { readonly share: number; readonly ringSec: number; readonly awaySec: number } | undefined;
}

/** More contacts than this in all replications together are refused: hours of computing. */
const MOST_CONTACTS = 500_000_000;

/** Checks a scenario from outside. Throws InputError whose field is the path of what is wrong, such as `queues/0/arrivals`. */
export function planOf(scenario: unknown): Plan {
  if (!Value.Check(Scenario, scenario)) {
    const [first] = Value.Errors(Scenario, scenario);
    const path = first?.instancePath.replace(/^\//, '') ?? '';
    throw new InputError(path === '' ? 'scenario' : path, first?.message ?? 'is not as it should be');
  }
  const intervals = scenario.queues[0]?.arrivals.length ?? 0;
  const queueIndex = new Map<string, number>();
  for (const [i, queue] of scenario.queues.entries()) {
    if (queueIndex.has(queue.id)) throw new InputError(`queues/${i}/id`, `"${queue.id}" is used twice`);
    queueIndex.set(queue.id, i);
    if (queue.arrivals.length !== intervals) {
      throw new InputError(
        `queues/${i}/arrivals`,
        `has ${queue.arrivals.length} intervals, the first queue ${intervals}`,
      );
    }
    if (queue.handleTime.meanSec <= 0) throw new InputError(`queues/${i}/handleTime/meanSec`, 'must be more than 0');
  }
  const replications = scenario.replications ?? 20;
  const contacts = scenario.queues.reduce((sum, queue) => sum + queue.arrivals.reduce((a, b) => a + b, 0), 0);
  if (contacts * replications > MOST_CONTACTS) {
    throw new InputError(
      'replications',
      `make ${Math.round(contacts * replications)} contacts, at most ${MOST_CONTACTS} are simulated`,
    );
  }
  const groupIds = new Set<string>();
  for (const [i, group] of scenario.groups.entries()) {
    if (groupIds.has(group.id)) throw new InputError(`groups/${i}/id`, `"${group.id}" is used twice`);
    groupIds.add(group.id);
  }
  return {
    seed: scenario.seed ?? 1,
    replications,
    confidence: scenario.confidence ?? 0.95,
    busynessCv: scenario.busynessCv ?? 0,
    intervalSec: scenario.intervalMinutes * 60,
    intervals,
    queues: scenario.queues.map((queue) => ({
      ...queue,
      patience: queue.patience,
      priority: queue.priority ?? 0,
      callback: queue.callback,
    })),
    groups: scenario.groups.map((group, i) => plannedGroup(group, i, intervals, queueIndex)),
  };
}

function plannedGroup(
  group: ScenarioGroup,
  index: number,
  intervals: number,
  queueIndex: ReadonlyMap<string, number>,
): PlannedGroup {
  const agents =
    typeof group.agents === 'number' ? Array.from({ length: intervals }, () => group.agents as number) : group.agents;
  if (agents.length !== intervals) {
    throw new InputError(`groups/${index}/agents`, `has ${agents.length} intervals, the queues have ${intervals}`);
  }
  const skills = group.skills.map(({ queue, preference }, i) => {
    const position = queueIndex.get(queue);
    if (position === undefined)
      throw new InputError(`groups/${index}/skills/${i}/queue`, `"${queue}" is no queue of the scenario`);
    return { queue: position, preference: preference ?? 0 };
  });
  const stretch = group.stretch ?? [1];
  for (const [i, factor] of stretch.entries()) {
    if (i > 0 && factor < (stretch[i - 1] ?? 1)) throw new InputError(`groups/${index}/stretch/${i}`, 'must not fall');
  }
  return { id: group.id, agents, skills, stretch, notAnswering: group.notAnswering };
}
