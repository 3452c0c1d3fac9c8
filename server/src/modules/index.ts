import type { ServerModule } from './server-module.ts';
import { alerts } from './alerts/module.ts';
import { bots } from './bots/module.ts';
import { configure } from './configure/module.ts';
import { forecast } from './forecast/module.ts';
import { handoffs } from './handoffs/module.ts';
import { handovers } from './handover/module.ts';
import { escalations } from './escalation/module.ts';
import { history } from './history/module.ts';
import { maths } from './maths/module.ts';
import { notices } from './notices/module.ts';
import { people } from './people/module.ts';
import { refused } from './refused/module.ts';
import { schedule } from './schedule/module.ts';
import { settings } from './settings/module.ts';
import { sources } from './sources/module.ts';
import { surge } from './surge/module.ts';

/** LIST: every module, one line each. A module is added with its folder and a line here (and its tables in `db/tables.ts`). */
export const modules: readonly ServerModule[] = [
  people,
  sources,
  settings,
  history,
  configure,
  refused,
  alerts,
  escalations,
  handovers,
  bots,
  forecast,
  notices,
  handoffs,
  surge,
  maths,
  schedule,
];
