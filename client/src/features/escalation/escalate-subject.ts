import type { StartRequest } from '@floorwalk/shared/api/escalation';

/** What is escalated by hand, as far as the thing it stands beside knows. */
export type EscalateSubject = Pick<
  StartRequest,
  'about' | 'queueId' | 'teamId' | 'tier' | 'language' | 'customerRef'
> & {
  readonly name: string;
  readonly impact: StartRequest['impact'];
};
