import { AGENT_STATES, type AgentState } from '@floorwalk/shared/agents/events';
import { WINDOW_KEYS, type WindowKey } from '@floorwalk/shared/floor/window';

export const DENSITIES = ['compact', 'comfortable'] as const;
export type Density = (typeof DENSITIES)[number];

/**
 * Everything that decides what the desk shows, as it stands in the address: a view is shared, saved and restored by its address alone.
 * What is absent has its default.
 */
export type DeskSearch = {
  /** A past moment: ISO 8601 or epoch ms. Absent: live. */
  readonly at?: string;
  /** Replay speed; 0 stands still. */
  readonly speed?: number;
  /** `known`: what is known now about then. `shown`: what the board showed then. */
  readonly view?: 'known' | 'shown';
  readonly window?: WindowKey;
  readonly density?: Density;
  /** Words that queue names must hold. */
  readonly filter?: string;
  /** Group or team whose queues are shown: `group:<id>` or `team:<id>`. */
  readonly scope?: string;
  /** Column and direction: `longest-wait.desc`. */
  readonly sort?: string;
  /** Ids of the shown columns, in order, by comma. */
  readonly columns?: string;
  readonly agentFilter?: string;
  readonly agentTeam?: string;
  readonly agentState?: AgentState;
  readonly agentSort?: string;
  /** What the Staffing screen is about: `queue:<id>`, `group:<id>` or `skill:<name>`; absent: all queues. */
  readonly staffing?: string;
  /** The open drill-down: `<kind>:<id>`. */
  readonly panel?: string;
};

/** What stays when going from screen to screen. */
export const KEPT_BETWEEN_SCREENS = [
  'at',
  'speed',
  'view',
  'window',
  'density',
  'scope',
] as const satisfies readonly (keyof DeskSearch)[];

export const SPEEDS = [1, 2, 5, 10, 30, 60, 120, 300, 600] as const;

/** Reads an address somebody may have typed: what cannot be meant is left out. */
export function readDeskSearch(raw: Readonly<Record<string, unknown>>): DeskSearch {
  const search: { -readonly [K in keyof DeskSearch]: DeskSearch[K] } = {};
  const at = text(raw['at'], 40);
  if (at !== undefined) search.at = at;
  const speed = Number(raw['speed']);
  if (raw['speed'] !== undefined && Number.isFinite(speed) && speed >= 0) search.speed = Math.min(600, speed);
  const view = oneOf(raw['view'], ['known', 'shown'] as const);
  if (view) search.view = view;
  const window = oneOf(raw['window'], WINDOW_KEYS);
  if (window) search.window = window;
  const density = oneOf(raw['density'], DENSITIES);
  if (density) search.density = density;
  const agentState = oneOf(raw['agentState'], AGENT_STATES);
  if (agentState) search.agentState = agentState;
  for (const key of [
    'filter',
    'scope',
    'sort',
    'columns',
    'agentFilter',
    'agentTeam',
    'agentSort',
    'staffing',
    'panel',
  ] as const) {
    const value = text(raw[key], 600);
    if (value !== undefined) search[key] = value;
  }
  return search;
}

/** The drill-down an address names. */
export function readPanel(panel: string | undefined): { readonly kind: string; readonly id: string } | null {
  const colon = panel?.indexOf(':') ?? -1;
  if (!panel || colon <= 0 || colon === panel.length - 1) return null;
  return { kind: panel.slice(0, colon), id: panel.slice(colon + 1) };
}

function text(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const words = String(value).slice(0, maxLength);
  return words === '' ? undefined : words;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}
