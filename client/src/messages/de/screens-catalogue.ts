import { inbox } from './inbox.ts';
import { alerts } from './alerts.ts';
import { escalation } from './escalation.ts';
import { figures } from './figures.ts';
import { forecast } from './forecast.ts';
import { handoffs } from './handoffs.ts';
import { handover } from './handover.ts';
import { settings } from './settings.ts';
import { staffing } from './staffing.ts';
import { surge } from './surge.ts';
import { timeline } from './timeline.ts';
import { whatIf } from './what-if.ts';

export const catalogue = {
  ...inbox,
  ...alerts,
  ...escalation,
  ...figures,
  ...forecast,
  ...handoffs,
  ...handover,
  ...settings,
  ...staffing,
  ...surge,
  ...timeline,
  ...whatIf,
};
