import { agentEvents, type AgentEventData } from './agents/events.ts';
import { alertEvents, type AlertEventData } from './alerts/events.ts';
import { botEvents, type BotEventData } from './bots/events.ts';
import { contactEvents, type ContactEventData } from './contacts/events.ts';
import { escalationEvents, type EscalationEventData } from './escalation/events.ts';
import { forecastEvents, type ForecastEventData } from './forecast/events.ts';
import { investigationEvents, type InvestigationEventData } from './forecast/investigation-events.ts';
import { historyEvents, type HistoryEventData } from './history/events.ts';
import { handoffEvents, type HandoffEventData } from './handoffs/events.ts';
import { handoverEvents, type HandoverEventData } from './handover/events.ts';
import { noticeEvents, type NoticeEventData } from './notices/events.ts';
import { queueEvents, type QueueEventData } from './queues/events.ts';
import { scheduleEvents, type ScheduleEventData } from './schedule/events.ts';
import { siteEvents, type SiteEventData } from './sites/events.ts';
import { sourceEvents, type SourceEventData } from './sources/events.ts';
import { surgeEvents, type SurgeEventData } from './surge/events.ts';
import { surveyEvents, type SurveyEventData } from './surveys/events.ts';
import { topicEvents, type TopicEventData } from './topics/events.ts';

/** Every event type with the schema of its `data`. One line a family. */
export const eventSchemas = {
  ...contactEvents,
  ...agentEvents,
  ...botEvents,
  ...surveyEvents,
  ...sourceEvents,
  ...queueEvents,
  ...siteEvents,
  ...alertEvents,
  ...noticeEvents,
  ...forecastEvents,
  ...investigationEvents,
  ...historyEvents,
  ...escalationEvents,
  ...surgeEvents,
  ...handoverEvents,
  ...topicEvents,
  ...handoffEvents,
  ...scheduleEvents,
} as const;

export type EventData = ContactEventData &
  AgentEventData &
  BotEventData &
  SurveyEventData &
  SourceEventData &
  QueueEventData &
  SiteEventData &
  AlertEventData &
  NoticeEventData &
  ForecastEventData &
  InvestigationEventData &
  HistoryEventData &
  HandoffEventData &
  EscalationEventData &
  SurgeEventData &
  HandoverEventData &
  TopicEventData &
  ScheduleEventData;
export type EventType = keyof EventData;
export const EVENT_TYPES = Object.keys(eventSchemas) as EventType[];
