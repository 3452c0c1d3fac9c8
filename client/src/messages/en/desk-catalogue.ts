import { alerts } from './alerts.ts';
import { core } from './core.ts';
import { desk } from './desk.ts';
import { escalation } from './escalation.ts';
import { inbox } from './inbox.ts';
import { metrics } from './metrics.ts';
import { settings } from './settings.ts';
import { wallboard } from './wallboard.ts';

export const catalogue = {
  ...core,
  ...metrics,
  ...desk,
  ...settings,
  ...wallboard,
  ...escalation,
  ...alerts,
  ...inbox,
};
