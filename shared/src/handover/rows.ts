import type { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import type { Channel } from '../kit/channel.ts';
import type { HandoverReason } from './decide-handover.ts';
import type { SilenceCause } from './events.ts';
import type { HandoverState } from './handover-machine.ts';
import type { FallBack, HandoverPolicy } from './policy.ts';

/** A handover that needs somebody, has somebody, or ended lately. Texts are redacted; the package has the rest. Moments are epoch ms. */
export type HandoverRow = {
  readonly id: string;
  readonly state: HandoverState;
  readonly sessionId: string;
  readonly botId: string;
  readonly botName: string;
  readonly contactId: string | null;
  readonly queueId: string | null;
  readonly channel: Channel | null;
  readonly language: string | null;
  readonly customerRef: string | null;
  readonly tier: string | null;
  readonly reasons: readonly HandoverReason[];
  readonly confidence: number | null;
  readonly threshold: number | null;
  readonly intent: string | null;
  readonly runnerUp: { readonly intent: string; readonly confidence: number } | null;
  readonly turnCount: number;
  readonly sentiment: number | null;
  readonly summary: string;
  readonly promise: { readonly text: string; readonly dueAt: number | null } | null;
  readonly skill: string | null;
  readonly offeredAt: number;
  readonly respondBy: number;
  readonly giveUpAt: number;
  /** Whose turn it is to answer, and until when. */
  readonly presentedTo: { readonly id: string; readonly name: string } | null;
  readonly presentedAt: number | null;
  readonly deadlineAt: number | null;
  readonly attempt: number;
  readonly why: readonly string[];
  /** Everybody it is meant for, or was. */
  readonly targets: readonly Addressee[];
  /** The way it goes since no agent is rung any more, and why. */
  readonly fallBack: FallBack | null;
  readonly fallBackWhy: 'unanswered' | 'bot-silent' | 'in-queue' | null;
  readonly owner: (DecidedBy & { readonly agentId: string | null }) | null;
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
};

/** What was decided about a bot: its policy in force, whether it is silent now, whether its confidence drifted. */
export type BotPolicyRow = {
  /** The bot's id; `*` holds for bots without one of their own. */
  readonly id: string;
  readonly policy: HandoverPolicy;
  readonly version: number;
  readonly setBy: DecidedBy | null;
  readonly setAt: number | null;
  readonly silent: { readonly cause: SilenceCause; readonly since: number } | null;
  readonly drift: {
    readonly at: number;
    readonly statistic: number;
    readonly pValue: number;
    readonly recentMean: number;
    readonly referenceMean: number;
  } | null;
};
