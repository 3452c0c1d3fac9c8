import type { DecidedBy } from '../alerts/events.ts';
import type { Surge, SurgeMove } from './surge.ts';
import type { SurgeHelp } from './surge-help.ts';
import type { SurgePolicy } from './surge-policy.ts';

/** A surge that stands or stood lately. Who may not see people sees its moves without names. */
export type SurgeRow = Surge;

/** An agent's own part of a surge; `id` is the surge's and the move's. */
export type SurgeOfferRow = Pick<SurgeMove, 'kind' | 'fromAt' | 'toAt' | 'answer' | 'outcome'> & {
  readonly id: string;
  /** The other site that is to be helped, where that is what is asked; `surgeId` is then the id of the help. */
  readonly forSiteName?: string;
  readonly surgeId: string;
  readonly moveId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly queueName: string;
  readonly state: Surge['state'];
  readonly answerBy: number | null;
};

/** Help that another site asks of this one, or asked lately. */
export type SurgeHelpRow = SurgeHelp;

/** The site's rules for surges (whose id it has). Version 0 are those that hold until somebody sets others. */
export type SurgePolicyRow = {
  readonly id: string;
  readonly policy: SurgePolicy;
  readonly version: number;
  readonly setBy: DecidedBy | null;
  readonly setAt: number | null;
};
