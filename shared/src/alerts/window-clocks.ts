import type { AlertWindow } from './alert-window.ts';
import { StretchClock, stretchesOf } from './stretches.ts';
import { covers } from './silence-scope.ts';
import type { Subject } from './subject.ts';

/** The mute and maintenance windows of a site, asked for moments that go forward. */
export class WindowClocks {
  private readonly clocks: readonly { readonly window: AlertWindow; readonly clock: StretchClock }[];

  constructor(windows: readonly AlertWindow[], zone: string) {
    this.clocks = windows.map((window) => ({
      window,
      clock: new StretchClock((from, to) => stretchesOf(window.when, zone, from, to)),
    }));
  }

  /** The id of the window of a kind that covers a rule on a subject now. */
  over(kind: AlertWindow['kind'], ruleId: string, subject: Pick<Subject, 'table' | 'id'>, now: number): string | null {
    for (const { window, clock } of this.clocks) {
      if (window.kind !== kind || clock.at(now) === null) continue;
      if (window.scope === undefined || covers(window.scope, ruleId, subject.table, subject.id)) return window.id;
    }
    return null;
  }

  /** When the next of them begins or ends, epoch ms; Infinity without any. */
  until(now: number): number {
    return this.clocks.reduce((least, { clock }) => Math.min(least, clock.until(now)), Infinity);
  }
}
