import { checkNumber } from '../numeric/check-number.ts';
import { type ErlangAOutput, erlangA } from './erlang-a.ts';
import { checkErlangs } from './erlang-b.ts';
import { type ErlangCOdds, erlangCOdds, erlangCServiceLevel } from './erlang-c.ts';
import { MAX_SECONDS, MAX_SERVERS, MIN_MEAN_SECONDS } from './limits.ts';
import { scheduledHeadcount } from './shrinkage.ts';
import { smallestCount } from './smallest-count.ts';
import { squareRootStaffingA, squareRootStaffingC } from './square-root-staffing.ts';
import { InputError } from '../numeric/input-error.ts';

/** The three service levels a target can be set on (the fourth, which counts a quick abandonment as good, rewards losing people). */
export type ServiceLevelName = 'slOffered' | 'slAnswered' | 'slExclShortAbandons';

export interface RequiredServersInput {
  /** Contacts expected in the interval. */
  readonly calls: number;
  readonly intervalSec: number;
  /** Mean handle time, in seconds. */
  readonly ahtSec: number;
  /** Mean patience, in seconds; null when nobody leaves (Erlang C), else Erlang A. */
  readonly patienceSec?: number | null;
  readonly targetSec: number;
  /** Share to answer within the target, above 0 and below 1. */
  readonly targetSL: number;
  /** Which service level the target means with patience; answered within the target / offered unless named. */
  readonly serviceLevel?: ServiceLevelName;
  /** Highest share of time on contacts, above 0, at most 1 (no cap). */
  readonly maxOccupancy?: number;
  /** Highest share of contacts that may leave, above 0; only with patience. */
  readonly maxAbandon?: number | null;
  /** Share of paid time not spent on contacts, 0 up to but not including 1. */
  readonly shrinkage?: number;
  /** Agents a critical queue keeps whatever the load. */
  readonly minimumServers?: number;
}

export interface RequiredServersOutput {
  readonly model: 'C' | 'A';
  readonly erlangs: number;
  /** Fewest agents that meet the service level. */
  readonly serversForSL: number;
  /** Fewest agents that keep the occupancy cap. */
  readonly serversForOccupancy: number;
  /** Fewest agents that keep abandonment under its limit; 0 without one. */
  readonly serversForAbandon: number;
  /** Fewest agents that meet everything, the minimum included. */
  readonly servers: number;
  /** Which condition decided `servers`. */
  readonly decidedBy: 'service-level' | 'occupancy' | 'abandonment' | 'minimum';
  /** People to schedule so that `servers` are at work. */
  readonly scheduledHeadcount: number;
  readonly slAtServers: number;
  /** Service level with one agent fewer than `serversForSL`; null when none is needed. */
  readonly slAtServersForSLMinus1: number | null;
  readonly occupancy: number;
  readonly pWait: number;
  /** Mean wait in seconds: of all contacts (Erlang C), of the answered (Erlang A). */
  readonly asa: number;
  /** Share that leaves; 0 in Erlang C, where nobody can. */
  readonly pAbandon: number;
}

/**
 * The fewest agents that answer `targetSL` of contacts within `targetSec` and keep every other limit given.
 * Erlang C without patience, Erlang A with it. The search starts from the square-root staffing rule and checks n and n − 1
 * with the exact formula. Throws InputError; among others when more than MAX_SERVERS would be needed.
 */
export function requiredServers(input: RequiredServersInput): RequiredServersOutput {
  const load = checkRequirement(input);
  const model = load.patienceSec === null ? erlangCModel(load) : erlangAModel(load, load.patienceSec);
  const search = (field: string, guess: number, isEnough: (servers: number) => boolean): number => {
    const found = smallestCount(guess, 0, MAX_SERVERS, isEnough);
    if (found === undefined) throw new InputError(field, `is not reached with ${MAX_SERVERS} agents`);
    return found;
  };

  const serversForSL = search('targetSL', model.guess, (n) => model.serviceLevelAt(n) >= load.targetSL);
  const cap = load.maxOccupancy * (1 + 1e-12);
  const serversForOccupancy =
    load.maxOccupancy < 1 ? search('maxOccupancy', model.occupancyGuess, (n) => model.occupancyAt(n) <= cap) : 0;
  const limit = load.maxAbandon;
  const serversForAbandon =
    limit === null ? 0 : search('maxAbandon', serversForSL, (n) => model.abandonmentAt(n) <= limit);
  const servers = Math.max(serversForSL, serversForOccupancy, serversForAbandon, load.minimumServers);
  return {
    model: load.patienceSec === null ? 'C' : 'A',
    erlangs: load.erlangs,
    serversForSL,
    serversForOccupancy,
    serversForAbandon,
    servers,
    decidedBy:
      servers === serversForSL
        ? 'service-level'
        : servers === serversForOccupancy
          ? 'occupancy'
          : servers === serversForAbandon
            ? 'abandonment'
            : 'minimum',
    scheduledHeadcount: scheduledHeadcount(servers, load.shrinkage),
    slAtServers: model.serviceLevelAt(servers),
    slAtServersForSLMinus1: serversForSL === 0 ? null : model.serviceLevelAt(serversForSL - 1),
    ...model.outcomeAt(servers),
  };
}

interface Load {
  readonly erlangs: number;
  readonly ahtSec: number;
  readonly patienceSec: number | null;
  readonly targetSec: number;
  readonly targetSL: number;
  readonly serviceLevel: ServiceLevelName;
  readonly maxOccupancy: number;
  readonly maxAbandon: number | null;
  readonly shrinkage: number;
  readonly minimumServers: number;
}

/** What the search asks of a model. */
interface Model {
  readonly guess: number;
  readonly occupancyGuess: number;
  serviceLevelAt(servers: number): number;
  occupancyAt(servers: number): number;
  abandonmentAt(servers: number): number;
  outcomeAt(servers: number): Pick<RequiredServersOutput, 'occupancy' | 'pWait' | 'asa' | 'pAbandon'>;
}

function erlangCModel({ erlangs, ahtSec, targetSec, targetSL, maxOccupancy }: Load): Model {
  const target = targetSec / ahtSec;
  const known = new Map<number, ErlangCOdds>();
  const oddsAt = (servers: number): ErlangCOdds => {
    let odds = known.get(servers);
    if (odds === undefined) {
      odds = erlangCOdds(servers, erlangs);
      known.set(servers, odds);
    }
    return odds;
  };
  return {
    guess: erlangs === 0 ? 0 : squareRootStaffingC(erlangs, targetSL, target),
    occupancyGuess: Math.ceil(erlangs / maxOccupancy),
    serviceLevelAt: (servers) => erlangCServiceLevel(oddsAt(servers), servers, erlangs, target),
    occupancyAt: (servers) => (erlangs === 0 ? 0 : Math.min(1, erlangs / servers)),
    abandonmentAt: () => 0,
    // The service level is above 0, so the load is below the servers or nothing.
    outcomeAt: (servers) => {
      const { waiting: pWait } = oddsAt(servers);
      const asa = erlangs === 0 ? 0 : (pWait * ahtSec) / (servers - erlangs);
      return { occupancy: erlangs === 0 ? 0 : erlangs / servers, pWait, asa, pAbandon: 0 };
    },
  };
}

function erlangAModel(load: Load, patienceSec: number): Model {
  const { erlangs, ahtSec, targetSec, targetSL, serviceLevel, maxOccupancy } = load;
  const known = new Map<number, ErlangAOutput>();
  const at = (servers: number): ErlangAOutput => {
    let output = known.get(servers);
    if (output === undefined) {
      output = erlangA({ servers, erlangs, ahtSec, patienceSec, targetSec });
      known.set(servers, output);
    }
    return output;
  };
  return {
    guess: erlangs === 0 ? 0 : squareRootStaffingA(erlangs, targetSL, ahtSec, patienceSec, targetSec),
    occupancyGuess: Math.ceil(erlangs / maxOccupancy),
    serviceLevelAt: (servers) => at(servers)[serviceLevel] ?? 0,
    // Without anybody there is no time to be busy in; but what is not there cannot keep up with a load either.
    occupancyAt: (servers) => (servers === 0 && erlangs > 0 ? 1 : at(servers).occupancy),
    abandonmentAt: (servers) => at(servers).pAbandon,
    outcomeAt: (servers) => {
      const { occupancy, pWait, asaAnsweredSec, pAbandon } = at(servers);
      return { occupancy, pWait, asa: asaAnsweredSec ?? Infinity, pAbandon };
    },
  };
}

function checkRequirement(input: RequiredServersInput): Load {
  const calls = checkNumber('calls', input.calls, { atLeast: 0 });
  const intervalSec = checkNumber('intervalSec', input.intervalSec, { above: 0, atMost: MAX_SECONDS });
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const erlangs = checkErlangs((calls * ahtSec) / intervalSec);
  const patience = input.patienceSec ?? null;
  const patienceSec =
    patience === null ? null : checkNumber('patienceSec', patience, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const maxAbandon = input.maxAbandon ?? null;
  if (maxAbandon !== null) {
    checkNumber('maxAbandon', maxAbandon, { above: 0, atMost: 1 });
    if (patienceSec === null) throw new InputError('maxAbandon', 'needs patienceSec: without patience nobody leaves');
  }
  return {
    erlangs,
    ahtSec,
    patienceSec,
    targetSec: checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS }),
    targetSL: checkNumber('targetSL', input.targetSL, { above: 0, below: 1 }),
    serviceLevel: input.serviceLevel ?? 'slOffered',
    maxOccupancy: checkNumber('maxOccupancy', input.maxOccupancy ?? 1, { above: 0, atMost: 1 }),
    maxAbandon,
    shrinkage: checkNumber('shrinkage', input.shrinkage ?? 0, { atLeast: 0, below: 1 }),
    minimumServers: Math.ceil(
      checkNumber('minimumServers', input.minimumServers ?? 0, { atLeast: 0, atMost: MAX_SERVERS }),
    ),
  };
}
