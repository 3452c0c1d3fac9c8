import type { alerts } from './en/alerts.ts';
import type { core } from './en/core.ts';
import type { desk } from './en/desk.ts';
import type { inbox } from './en/inbox.ts';
import type { MetricMessages } from './en/metrics.ts';
import type { settings } from './en/settings.ts';
import type { wallboard } from './en/wallboard.ts';

/** Every message there is. The English files declare them; the other languages are checked against those. */
export type MessageKey =
  | keyof typeof alerts
  | keyof typeof core
  | keyof typeof inbox
  | keyof MetricMessages
  | keyof typeof desk
  | keyof typeof settings
  | keyof typeof wallboard;
