import type { AlertRule } from './rule.ts';

const MINUTE_MS = 60_000;

/**
 * The rules every new site starts with, sensible unedited: they page for what needs a person now, and only show what is merely off. Ratios
 * are proven before they speak (Wilson bound and a minimum sample), so that a handful of calls never makes an alarm.
 */
export const DEFAULT_RULES: readonly AlertRule[] = [
  {
    id: 'nobody-is-served',
    name: 'Contacts wait and nobody is served',
    subject: { table: 'sites' },
    group: 'outage',
    levels: [
      {
        severity: 'critical',
        when: {
          all: [
            { metric: 'in-service', is: 'at-most', threshold: 0 },
            { metric: 'waiting', is: 'at-least', threshold: 1 },
            { metric: 'offered', window: 'last15m', is: 'at-least', threshold: 5 },
          ],
        },
        forMs: 2 * MINUTE_MS,
        keepFiringMs: 10 * MINUTE_MS,
      },
    ],
  },
  {
    id: 'contacts-do-not-reach-the-queue',
    name: 'Contacts end before they reach a queue',
    subject: { table: 'sites' },
    group: 'outage',
    levels: [
      {
        severity: 'critical',
        when: {
          all: [
            { metric: 'in-service', is: 'at-most', threshold: 4 },
            { metric: 'ended-before-queue', window: 'last5m', is: 'at-least', threshold: 8, clearAt: 2 },
          ],
        },
        forMs: MINUTE_MS / 2,
        keepFiringMs: 10 * MINUTE_MS,
      },
    ],
  },
  {
    id: 'most-give-up',
    name: 'Most customers give up waiting',
    subject: { table: 'sites' },
    group: 'outage',
    levels: [
      {
        severity: 'critical',
        when: {
          metric: 'abandon-rate',
          window: 'last15m',
          is: 'above',
          threshold: 0.5,
          clearAt: 0.35,
          minimumSample: 20,
          proof: 'wilson',
        },
        forMs: 2 * MINUTE_MS,
        keepFiringMs: 10 * MINUTE_MS,
      },
    ],
  },
  {
    id: 'longest-wait',
    name: 'Someone waits very long',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'warning',
        when: { metric: 'longest-wait', is: 'above', threshold: 5 * MINUTE_MS, clearAt: 4 * MINUTE_MS },
        forMs: 0,
        keepFiringMs: MINUTE_MS,
      },
    ],
  },
  {
    id: 'many-give-up',
    name: 'Many customers give up waiting',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'warning',
        when: {
          metric: 'abandon-rate-without-short',
          window: 'last30m',
          is: 'above',
          threshold: 0.15,
          clearAt: 0.1,
          minimumSample: 20,
          proof: 'wilson',
        },
        forMs: 2 * MINUTE_MS,
        keepFiringMs: 5 * MINUTE_MS,
      },
    ],
  },
  {
    id: 'service-level-far-below-target',
    name: 'Service level far below what was promised',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'warning',
        when: {
          metric: 'service-level-as-of-now',
          window: 'last30m',
          is: 'below',
          threshold: 0.5,
          clearAt: 0.6,
          minimumSample: 20,
          proof: 'wilson',
        },
        forMs: 5 * MINUTE_MS,
        keepFiringMs: 5 * MINUTE_MS,
      },
    ],
  },
  {
    id: 'unlike-the-forecast',
    name: 'Contacts come unlike the forecast',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'warning',
        when: {
          metric: 'forecast-deviation',
          is: 'above',
          threshold: 0.15,
          clearAt: 0.1,
          significance: 1.96,
          intervals: 2,
        },
        forMs: 0,
        keepFiringMs: 0,
      },
    ],
  },
  {
    id: 'source-is-silent',
    name: 'A source of events has fallen silent',
    subject: { table: 'sources' },
    levels: [
      {
        severity: 'warning',
        when: { metric: 'heartbeats-missed', is: 'at-least', threshold: 3 },
        forMs: 0,
        keepFiringMs: MINUTE_MS,
      },
    ],
  },
];
