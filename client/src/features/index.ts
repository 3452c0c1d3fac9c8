import type { Feature } from '../shell/feature.ts';
import { agents } from './agents/feature.ts';
import { alerts } from './alerts/feature.ts';
import { bots } from './bots/feature.ts';
import { channels } from './channels/feature.ts';
import { escalation } from './escalation/feature.ts';
import { floor } from './floor/feature.ts';
import { forecast } from './forecast/feature.ts';
import { inbox } from './inbox/feature.ts';
import { handovers } from './handover/feature.ts';
import { handoffs } from './handoffs/feature.ts';
import { replay } from './replay/feature.ts';
import { settings } from './settings/feature.ts';
import { surge } from './surge/feature.ts';
import { staffing } from './staffing/feature.ts';
import { wallboard } from './wallboard/feature.ts';
import { whatIf } from './what-if/feature.ts';

/** Every feature of the desk. */
export const FEATURES: readonly Feature[] = [
  floor,
  inbox,
  channels,
  alerts,
  agents,
  escalation,
  bots,
  handovers,
  staffing,
  forecast,
  handoffs,
  replay,
  wallboard,
  settings,
  surge,
  whatIf,
];
