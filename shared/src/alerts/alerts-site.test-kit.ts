import type { EventData, EventType } from '../events.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { createLiveState, decodeState, encodeState, foldEvent, type LiveState } from '../live/live-state.ts';
import { AlertWatch } from './alert-watch.ts';
import { alertsSlice } from './alerts-slice.ts';
import type { AlertRule } from './rule.ts';

/** Monday, 5 January 2026, 10:00 UTC. */
export const START = 1_767_607_200_000;
export const BY = { id: 'sue', name: 'Sue' };

/** A rule that fires where two wait in a queue. */
export const waiting = (id: string, forMs: number, more: Partial<AlertRule> = {}): AlertRule => ({
  id,
  name: `Rule ${id}`,
  subject: { table: 'queues' },
  levels: [
    { severity: 'critical', when: { metric: 'waiting', is: 'at-least', threshold: 2 }, forMs, keepFiringMs: 5_000 },
  ],
  ...more,
});

/** A site lived through: what the watch says is put on its log and folded like everything else. */
export class Site {
  state: LiveState = createLiveState('s');
  watch = new AlertWatch(this.state.floor, this.state.alerts, this.state.forecasts.forecasts);
  readonly moves: NewEvent[] = [];
  private told = 0;

  put(event: NewEvent): void {
    foldEvent(this.state, { ...event, position: this.state.position + 1, recordedAt: event.time });
  }

  decide<T extends EventType>(type: T, time: number, data: EventData[T]): void {
    this.put({ id: `${type}/${time}`, source: 'console', type, time, data } as NewEvent);
  }

  setRule(rule: AlertRule, version = 1, time = START - 1): void {
    this.decide('alert.rule-set', time, { rule, version, by: BY });
  }

  look(now: number): void {
    const moves = this.watch.evaluate(now);
    this.moves.push(...moves);
    for (const move of moves) this.put(move);
  }

  takeOver(): void {
    this.state = decodeState('s', JSON.parse(JSON.stringify(encodeState(this.state))));
    this.watch = new AlertWatch(this.state.floor, this.state.alerts, this.state.forecasts.forecasts);
  }

  contact(id: string, type: 'contact.queued' | 'contact.answered', time: number): void {
    this.put({ id: `${id}/${type}`, source: 'pbx', type, time, data: { contactId: id, queueId: 'q' } } as NewEvent);
  }

  /** Any event of a source. */
  tell<T extends EventType>(type: T, time: number, data: EventData[T], source = 'pbx'): void {
    this.told++;
    this.put({ id: `told-${this.told}`, source, type, time, data } as NewEvent);
  }

  rows() {
    return alertsSlice.rows(this.state.alerts, 0, 'all').tables.alerts ?? [];
  }

  types(): string[] {
    return this.moves.map((move) => move.type);
  }
}

/** Two contacts wait in a queue from START on. */
export function twoWait(site: Site): void {
  site.contact('a', 'contact.queued', START);
  site.contact('b', 'contact.queued', START);
}
