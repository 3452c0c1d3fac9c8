import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_VERSION } from '@floorwalk/shared/demo/demo-floor';
import type { OpenThingsList } from '@floorwalk/shared/demo/open-things';

/** What a demo floor must know to go on after a stop. Times are epoch ms of the floor. */
export type DemoState = {
  readonly version: number;
  readonly seed: number;
  readonly agentCount: number;
  readonly zone: string;
  readonly startAt: number;
  /** Everything up to here was handed to the server, or is about to be. */
  readonly sentUntil: number;
  /** The site runs on a paced clock. */
  readonly isPaced: boolean;
  readonly open: OpenThingsList;
};

/** One file for each site. */
export function demoStatePath(home: string, siteId: string): string {
  return join(home, `demo-${encodeURIComponent(siteId).slice(0, 100)}.json`);
}

/** The state kept by an earlier run, or `undefined` where there is none that can be read. */
export function readDemoState(path: string): DemoState | undefined {
  let state: Partial<DemoState>;
  try {
    state = JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoState>;
  } catch {
    return undefined;
  }
  const { seed, startAt, sentUntil, open } = state;
  return [seed, startAt, sentUntil].every(Number.isFinite) && Array.isArray(open?.contacts)
    ? (state as DemoState)
    : undefined;
}

export function writeDemoState(path: string, state: DemoState): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state));
  renameSync(draft, path);
}

/** Whether this version plays on exactly where that state stopped. */
export function canGoOn(state: DemoState, asked: Pick<DemoState, 'seed' | 'agentCount' | 'zone'>): boolean {
  return (
    state.version === DEMO_VERSION &&
    state.seed === asked.seed &&
    state.agentCount === asked.agentCount &&
    state.zone === asked.zone
  );
}
