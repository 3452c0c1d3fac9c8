import { alertsSlice } from '../alerts/alerts-slice.ts';
import type { AlertsState } from '../alerts/alerts-state.ts';
import { escalationSlice } from '../escalation/escalation-slice.ts';
import type { EscalationState } from '../escalation/escalation-state.ts';
import { forecastsSlice, type ForecastsState } from '../forecast/forecasts-slice.ts';
import { investigationsSlice, type InvestigationsState } from '../forecast/investigations-slice.ts';
import { handoffsSlice } from '../handoffs/handoffs-slice.ts';
import type { HandoffsState } from '../handoffs/handoffs-state.ts';
import { handoversSlice } from '../handover/handovers-slice.ts';
import type { HandoversState } from '../handover/handovers-state.ts';
import { floorSlice } from '../floor/floor-slice.ts';
import type { FloorState } from '../floor/floor-state.ts';
import { noticesSlice, type NoticesState } from '../notices/notices-slice.ts';
import { scheduleSlice } from '../schedule/schedule-slice.ts';
import type { ScheduleState } from '../schedule/schedule-state.ts';
import { surgesSlice, type SurgesState } from '../surge/surge-slice.ts';
import { topicsSlice } from '../topics/topics-slice.ts';
import type { TopicsState } from '../topics/topic.ts';
import type { Slice } from './slice.ts';

/** LIST: the state of every slice of a site's live state, by its name. */
export type SliceStates = {
  readonly floor: FloorState;
  readonly alerts: AlertsState;
  readonly forecasts: ForecastsState;
  readonly handovers: HandoversState;
  readonly topics: TopicsState;
  readonly handoffs: HandoffsState;
  readonly escalation: EscalationState;
  readonly investigations: InvestigationsState;
  readonly notices: NoticesState;
  readonly schedule: ScheduleState;
  readonly surges: SurgesState;
};

/** LIST: every slice, one line each. */
export const SLICES: { readonly [K in keyof SliceStates]: Slice<SliceStates[K]> } = {
  floor: floorSlice,
  alerts: alertsSlice,
  forecasts: forecastsSlice,
  handovers: handoversSlice,
  topics: topicsSlice,
  handoffs: handoffsSlice,
  escalation: escalationSlice,
  investigations: investigationsSlice,
  notices: noticesSlice,
  schedule: scheduleSlice,
  surges: surgesSlice,
};

/** The same, for what is done to all of them alike. */
export const SLICE_LIST = Object.entries(SLICES) as unknown as readonly (readonly [
  keyof SliceStates,
  Slice<SliceStates[keyof SliceStates]>,
])[];
