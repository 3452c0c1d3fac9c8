import Type from 'typebox';
import { Id } from '@floorwalk/shared/kit/ids';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Moves an escalation on whose moment has come: the next step, an acknowledgement forgotten, a snooze over. */
export const advanceEscalationJob: JobDefinition = {
  name: 'advance-escalation',
  payload: Type.Object({ siteId: Id, id: Id }),
};
