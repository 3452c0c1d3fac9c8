import type { alerts } from './en/alerts.ts';
import type { core } from './en/core.ts';
import type { desk } from './en/desk.ts';
import type { escalation } from './en/escalation.ts';
import type { forecast } from './en/forecast.ts';
import type { handover } from './en/handover.ts';
import type { inbox } from './en/inbox.ts';
import type { handoffs } from './en/handoffs.ts';
import type { FigureMessages } from './en/figures.ts';
import type { MetricMessages } from './en/metrics.ts';
import type { settings } from './en/settings.ts';
import type { surge } from './en/surge.ts';
import type { staffing } from './en/staffing.ts';
import type { timeline } from './en/timeline.ts';
import type { titles } from './en/titles.ts';
import type { wallboard } from './en/wallboard.ts';

import type { whatIf } from './en/what-if.ts';

/** Every message there is. The English files declare them; the other languages are checked against those. */
export type MessageKey =
  | keyof typeof alerts
  | keyof typeof core
  | keyof typeof escalation
  | keyof typeof forecast
  | keyof typeof inbox
  | keyof typeof handover
  | keyof typeof handoffs
  | keyof FigureMessages
  | keyof MetricMessages
  | keyof typeof desk
  | keyof typeof settings
  | keyof typeof staffing
  | keyof typeof surge
  | keyof typeof whatIf
  | keyof typeof timeline
  | keyof typeof titles
  | keyof typeof wallboard;
