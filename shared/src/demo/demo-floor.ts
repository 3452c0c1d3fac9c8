import type { NewEvent } from '../kit/logged-event.ts';
import { createAgentCourse } from './agent-course.ts';
import { startArrivals } from './arrivals.ts';
import { createBotCourse } from './bot-course.ts';
import { createContactCourse, type ContactCourse } from './contact-course.ts';
import { BOT_PLANS, QUEUE_PLANS, SHORT_ABANDON_THRESHOLD_MS, SITE_TAGS, TEAM_NAMES } from './floor-plan.ts';
import { createIncidents, type Incident } from './incidents.ts';
import { createRandom } from './random.ts';
import { createRoster, type Roster } from './roster.ts';
import { planSchedules } from './schedules.ts';
import { createSurveyCourse } from './survey-course.ts';
import { createWorld, type World } from './world.ts';

export type DemoFloorOptions = {
  readonly seed: number;
  /** The floor's first moment, epoch ms. */
  readonly startAt: number;
  /** IANA zone: the floor follows the local day. */
  readonly zone: string;
  /** Source of every event. */
  readonly source: string;
  /** 40 to 200; 190 unless given. */
  readonly agentCount?: number;
};

/** A floor that plays itself: the same options give the same events, whatever the steps time is advanced in. */
export type DemoFloor = {
  /** Begins the ids of all its events and contacts. */
  readonly run: string;
  /** Lets time pass up to and including `time` (epoch ms); gives what happened, in order of time. */
  readonly advance: (time: number) => NewEvent[];
  readonly incident: () => Incident | null;
};

/** Raise it with every change that makes the same options play another floor: a floor cannot be gone on with by another version. */
export const DEMO_VERSION = 3;
export const DEFAULT_AGENT_COUNT = 190;
const HEARTBEAT_MS = 15_000;

export function createDemoFloor(options: DemoFloorOptions): DemoFloor {
  const { seed, startAt, zone, source } = options;
  const agentCount = Math.round(Math.max(40, Math.min(200, options.agentCount ?? DEFAULT_AGENT_COUNT)));
  const run = `demo-${seed.toString(36)}-${startAt.toString(36)}`;
  const random = createRandom(seed);
  const world = createWorld({ random, startAt, zone, source, run });
  const roster = createRoster(agentCount, random.fork('roster'));
  let contactCount = 0;
  let sessionCount = 0;
  const newContactId = () => {
    contactCount += 1;
    return `${run}-c${contactCount.toString(36)}`;
  };

  configure(world, roster, zone);
  planSchedules(world, roster, zone);
  // The courses need each other: agents tell contacts when they are free, contacts tell agents when they are done.
  let contacts: ContactCourse | undefined;
  const agents = createAgentCourse(world, roster, (agent) => contacts?.serve(agent));
  const incidents = createIncidents(world, (teamId, forMs) => {
    for (const agent of agents.agents) {
      if (agent.plan.teamId === teamId) agents.wish(agent, 'System outage', forMs);
    }
  });
  const course = createContactCourse({ world, incidents, agents, newContactId, onServed: createSurveyCourse(world) });
  contacts = course;
  const bots = createBotCourse({ world, incidents, handOver: course.enter });
  startArrivals({
    world,
    roster,
    incidents,
    onContact: (plan, facts) => course.enter(plan.queueId, newContactId(), facts),
    onHangUpBeforeQueue: ({ queueId, channel }, facts) => {
      world.emit('contact.abandoned', { contactId: newContactId(), queueId, channel, ...facts });
    },
    onBotSession: (plan, facts) => {
      sessionCount += 1;
      bots.begin(plan, `${run}-s${sessionCount.toString(36)}`, newContactId(), facts);
    },
  });
  beat(world);

  return {
    run,
    advance: world.advance,
    incident: incidents.current,
  };
}

function beat(world: World): void {
  world.emit('source.heartbeat', { everyMs: HEARTBEAT_MS });
  world.after(HEARTBEAT_MS, () => beat(world));
}

/** Says who and what there is, before anything happens. */
function configure(world: World, roster: Roster, zone: string): void {
  world.emit('site.configured', {
    name: 'Demo floor',
    zone,
    dayStartsAt: '00:00',
    intervalMinutes: 30,
    tags: [...SITE_TAGS],
  });
  for (const [teamId, name] of TEAM_NAMES) world.emit('team.configured', { teamId, name });
  for (const plan of QUEUE_PLANS) {
    const { queueId, name, channel, groupId, teamId, department, highValue } = plan;
    const { serviceLevelThresholdMs, serviceLevelTarget } = plan;
    world.emit('queue.configured', {
      queueId,
      name,
      channel,
      groupId,
      teamId,
      department,
      highValue,
      serviceLevelThresholdMs,
      serviceLevelTarget,
      shortAbandonThresholdMs: SHORT_ABANDON_THRESHOLD_MS,
    });
  }
  for (const { botId, name, teamId, queueId } of BOT_PLANS)
    world.emit('bot.configured', { botId, name, teamId, queueId });
  for (const { agentId, name, teamId, queueIds, skills, capacity } of roster.agents) {
    world.emit('agent.configured', { agentId, name, teamId, queueIds: [...queueIds], skills: [...skills], capacity });
  }
}
