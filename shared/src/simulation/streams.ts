import { RandomStream } from './random-stream.ts';

/** The random numbers of one queue in one replication, each use with its own stream. */
export interface Day {
  readonly arrivals: RandomStream;
  readonly handleTimes: RandomStream;
  readonly patience: RandomStream;
  /** Whether a contact accepts to be called back and is reached, and whether an agent answers. */
  readonly choices: RandomStream;
  /** How busy the replication is against what was expected; 1 unless the forecast is unsure. */
  readonly busyness: number;
}

/**
 * The streams of queue number `queue` in a replication. They depend on the seed, the replication and the queue's position
 * alone: two scenarios with the same seed meet the same contacts with the same handle times and patience (common random
 * numbers), and differ only by what was changed.
 */
export function dayOf(seed: number, replication: number, queue: number, busyness: number): Day {
  return {
    arrivals: new RandomStream(seed, replication, queue, 1),
    handleTimes: new RandomStream(seed, replication, queue, 2),
    patience: new RandomStream(seed, replication, queue, 3),
    choices: new RandomStream(seed, replication, queue, 4),
    busyness,
  };
}
