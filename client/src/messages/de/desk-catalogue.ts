import { alerts } from './alerts.ts';
import { core } from './core.ts';
import { desk } from './desk.ts';
import { escalation } from './escalation.ts';
import { inbox } from './inbox.ts';
import { handover } from './handover.ts';
import { handoffs } from './handoffs.ts';
import { metrics } from './metrics.ts';
import { settings } from './settings.ts';
import { staffing } from './staffing.ts';
import { surge } from './surge.ts';
import { wallboard } from './wallboard.ts';
import { whatIf } from './what-if.ts';

export const catalogue = {
  ...core,
  ...metrics,
  ...handoffs,
  ...desk,
  ...settings,
  ...wallboard,
  ...escalation,
  ...alerts,
  ...handover,
  ...inbox,
  ...surge,
  ...whatIf,
  ...staffing,
};
