import type { EventData, EventType } from '../events.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { utcOffsetMs } from '../kit/zone.ts';
import { createAgenda } from './agenda.ts';
import type { Random } from './random.ts';

/** The floor's clock, its diary and its voice: what happens is said in events, at the time it happens. */
export type World = {
  readonly random: Random;
  /** Epoch ms of the floor. */
  readonly now: () => number;
  /** Time of the local day, ms from midnight, at any moment. */
  readonly timeOfDayAt: (time: number) => number;
  readonly emit: <T extends EventType>(type: T, data: EventData[T]) => void;
  /** Does something after `delayMs` (0 at least). */
  readonly after: (delayMs: number, action: () => void) => void;
  /** Lets time pass up to and including `time`; gives what was said meanwhile, in order. */
  readonly advance: (time: number) => NewEvent[];
};

export type WorldOptions = {
  readonly random: Random;
  readonly startAt: number;
  readonly zone: string;
  readonly source: string;
  /** Begins the id of every event, contact and session, so that another run's differ. */
  readonly run: string;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function createWorld(options: WorldOptions): World {
  const agenda = createAgenda();
  const offsets = new Map<number, number>();
  let now = options.startAt;
  let sequence = 0;
  let said: NewEvent[] = [];

  function offsetAt(time: number): number {
    const hour = Math.floor(time / HOUR_MS);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      if (offsets.size > 48) offsets.clear();
      offset = utcOffsetMs(options.zone, hour * HOUR_MS);
      offsets.set(hour, offset);
    }
    return offset;
  }

  return {
    random: options.random,
    now: () => now,
    timeOfDayAt: (time) => (((time + offsetAt(time)) % DAY_MS) + DAY_MS) % DAY_MS,
    emit(type, data) {
      sequence += 1;
      const id = `${options.run}-${sequence.toString(36)}`;
      said.push({ id, source: options.source, type, time: now, data } as NewEvent); // type and data belong together by the signature
    },
    after: (delayMs, action) => agenda.put(now + Math.max(0, Math.round(delayMs)), action),
    advance(time) {
      while (agenda.nextTime() <= time) {
        now = agenda.nextTime();
        agenda.take()?.();
      }
      now = Math.max(now, time);
      const result = said;
      said = [];
      return result;
    },
  };
}
