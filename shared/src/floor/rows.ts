import type { AgentCounts } from './agent-counts.ts';
import type { AlertRow, AlertRuleRow, AlertSilenceRow, AlertWindowRow } from '../alerts/rows.ts';
import type { EscalationPolicyRow, EscalationRow, OnCallRow } from '../escalation/rows.ts';
import type { ForecastRow } from '../forecast/rows.ts';
import type { BotPolicyRow, HandoverRow } from '../handover/rows.ts';
import type { BotTopicRow } from '../topics/rows.ts';
import type { AgreementRow, DepartmentRow, HandoffRow } from '../handoffs/rows.ts';
import type { InvestigationRow } from '../forecast/investigation-rows.ts';
import type { NoticeSignalRow } from '../notices/rows.ts';
import type { ActivityRow, AdherenceSettingsRow, QueueStaffingRow, ScheduleRow } from '../schedule/rows.ts';
import type { AgentState, Capacity, Skill } from '../agents/events.ts';
import type { BotCell } from './bot-cell.ts';
import type { Cell } from './cell.ts';
import type { Channel } from '../kit/channel.ts';
import type { ContactPhase } from './contact-phase.ts';
import type { SiteClock } from '../sites/events.ts';
import type { SurgeHelpRow, SurgeOfferRow, SurgePolicyRow, SurgeRow } from '../surge/rows.ts';
import type { WindowKey } from './window.ts';

export type { AgentCounts } from './agent-counts.ts';

/** Wait expected for the next contact, as a distribution; ms. */
export type WaitEstimate = { readonly p50Ms: number; readonly p80Ms: number; readonly p90Ms: number };

/** What is shared by a queue and every roll-up of queues. Moments are epoch ms of the site's clock; ages are never sent. */
export type LiveNumbers = {
  readonly waitingCount: number;
  /** When the contact that waits longest entered; `null` when nobody waits. */
  readonly oldestQueuedAt: number | null;
  /** Contacts being served (talking or on hold; not after-contact work). */
  readonly inServiceCount: number;
  /** Distinct agents with a contact in hand. */
  readonly agentsServingCount: number;
  readonly agents: AgentCounts;
  readonly estimate: WaitEstimate | null;
  /** Most contacts waiting in each of the last 60 minutes, oldest first; the last entry is the minute of `waitingMinuteAt`. */
  readonly waitingByMinute: readonly number[];
  readonly waitingMinuteAt: number;
  readonly windows: { readonly [K in WindowKey]?: Cell };
};

export type QueueRow = LiveNumbers & {
  readonly id: string;
  readonly name: string;
  readonly channel: Channel;
  readonly groupId: string | null;
  readonly teamId: string | null;
  readonly department: string | null;
  readonly serviceLevelThresholdMs: number;
  readonly shortAbandonThresholdMs: number;
  /** 0-1. */
  readonly serviceLevelTarget: number;
  readonly highValue: boolean;
};

/** A group, a team or the site: its queues' (for a team also its agents') numbers together. */
export type RollUpRow = LiveNumbers & {
  readonly id: string;
  readonly name: string;
  readonly queueCount: number;
  readonly serviceLevelTarget: number;
};

export type SiteRow = RollUpRow & {
  readonly zone: string;
  readonly dayStartsAt: string;
  readonly intervalMinutes: 15 | 30;
  readonly intervalStartAt: number;
  readonly todayStartAt: number;
  readonly clock: SiteClock;
  readonly serviceLevelFormula: string;
  readonly tags: readonly string[];
  /** Time of the newest event, epoch ms; 0 before the first. */
  readonly latestEventAt: number;
  /** Impossible sequences now standing, events of unknown type, events later than allowed, events that broke the fold. */
  readonly anomalyCount: number;
  readonly unknownCount: number;
  readonly tooLateCount: number;
  readonly parkedCount: number;
  /** How often tags were told that the vocabulary (`tags`) does not hold; 0 while it is empty. */
  readonly undeclaredTagCount: number;
  /** Rows left out of the contacts table because of its limit. */
  readonly contactsLeftOutCount: number;
  /** Set where the viewer sees only part of the site: every live number and window above is then empty and must not be shown. */
  readonly partial?: true;
};

export type AgentContact = {
  readonly contactId: string;
  readonly queueId: string | null;
  readonly channel: Channel;
  readonly phase: ContactPhase;
  readonly since: number;
};

export type AgentRow = {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly queueIds: readonly string[];
  readonly skills: readonly Skill[];
  readonly capacity: Capacity;
  /** Effective state: contacts in hand take precedence over what the source last said. */
  readonly state: AgentState;
  readonly reason: string | null;
  readonly since: number;
  readonly contacts: readonly AgentContact[];
  readonly signedInAt: number | null;
  /** Today: contacts handled and their talk, hold and after-contact work (ms), contacts that rang and were not taken. */
  readonly handledTodayCount: number;
  readonly handleTodayMs: number;
  readonly notAnsweredTodayCount: number;
  /** Today: time busy and available, ms (the running state not included). */
  readonly busyTodayMs: number;
  readonly availableTodayMs: number;
};

/** A contact that waits or is being served. */
export type ContactRow = {
  readonly id: string;
  readonly queueId: string | null;
  readonly channel: Channel;
  readonly phase: ContactPhase;
  readonly queuedAt: number | null;
  readonly answeredAt: number | null;
  readonly since: number;
  readonly agentId: string | null;
  readonly customerRef: string | null;
  readonly tier: string | null;
  readonly priority: number | null;
  readonly segment: string | null;
  readonly touchpoint: string | null;
  readonly department: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
  /** How many queues it has been in, this one included. */
  readonly visitCount: number;
};

export type BotRow = {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly queueId: string | null;
  readonly confidenceThreshold: number;
  readonly sessionsOpenCount: number;
  /** Open sessions whose last turn was under its threshold. */
  readonly uncertainNowCount: number;
  /** Confidence of the bot's latest turn, 0-1. */
  readonly lastConfidence: number | null;
  readonly lastTurnAt: number | null;
  /** Open sessions by confidence of their last turn, in tenths: 0-0.1, …, 0.9-1. */
  readonly confidenceHistogram: readonly number[];
  readonly windows: { readonly [K in WindowKey]?: BotCell };
};

/** An open bot session; the table holds those under the threshold now. */
export type BotSessionRow = {
  readonly id: string;
  readonly botId: string;
  readonly contactId: string | null;
  readonly startedAt: number;
  readonly lastTurnAt: number;
  readonly turnCount: number;
  readonly confidence: number;
  readonly lowestConfidence: number;
  readonly threshold: number;
  readonly intent: string | null;
  readonly runnerUpIntent: string | null;
  readonly runnerUpConfidence: number | null;
  readonly tier: string | null;
  readonly language: string | null;
};

export type SourceRow = {
  readonly id: string;
  readonly lastEventAt: number;
  readonly lastRecordedAt: number;
  readonly lastHeartbeatAt: number | null;
  readonly everyMs: number;
  readonly eventCount: number;
};

/** Every live table with its row. Modules that add a table extend this by declaration merging in their own rows file. */
export interface LiveTables {
  sites: SiteRow;
  groups: RollUpRow;
  teams: RollUpRow;
  queues: QueueRow;
  agents: AgentRow;
  contacts: ContactRow;
  bots: BotRow;
  botSessions: BotSessionRow;
  sources: SourceRow;
  alerts: AlertRow;
  alertRules: AlertRuleRow;
  alertSilences: AlertSilenceRow;
  alertWindows: AlertWindowRow;
  forecasts: ForecastRow;
  handovers: HandoverRow;
  botPolicies: BotPolicyRow;
  botTopics: BotTopicRow;
  handoffs: HandoffRow;
  departments: DepartmentRow;
  departmentAgreements: AgreementRow;
  escalations: EscalationRow;
  escalationPolicies: EscalationPolicyRow;
  onCall: OnCallRow;
  investigations: InvestigationRow;
  noticeSignals: NoticeSignalRow;
  schedules: ScheduleRow;
  activities: ActivityRow;
  queueStaffing: QueueStaffingRow;
  adherenceSettings: AdherenceSettingsRow;
  surges: SurgeRow;
  surgeOffers: SurgeOfferRow;
  surgePolicies: SurgePolicyRow;
  surgeHelps: SurgeHelpRow;
}
export type TableName = keyof LiveTables;
export const TABLE_NAMES = [
  'sites',
  'groups',
  'teams',
  'queues',
  'agents',
  'contacts',
  'bots',
  'botSessions',
  'sources',
  'alerts',
  'alertRules',
  'alertSilences',
  'alertWindows',
  'forecasts',
  'handovers',
  'botPolicies',
  'botTopics',
  'handoffs',
  'departments',
  'departmentAgreements',
  'escalations',
  'escalationPolicies',
  'onCall',
  'investigations',
  'noticeSignals',
  'schedules',
  'activities',
  'queueStaffing',
  'adherenceSettings',
  'surges',
  'surgeOffers',
  'surgePolicies',
  'surgeHelps',
] as const satisfies readonly TableName[];
