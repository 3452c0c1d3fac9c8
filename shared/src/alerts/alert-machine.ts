/** The life of one alert. Acknowledged and silenced are marks on it, not states. */
export const ALERT_STATES = ['inactive', 'pending', 'firing', 'recovering', 'resolved', 'no-data'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/**
 * What an evaluation found. `breached`: the condition holds; `between`: it does not, but the clear threshold is not reached either;
 * `cleared`: it is over. `…-long`: and the rule's time for it has passed. `no-data`: there is nothing to measure; `kept`: the same, or its source
 * is silent, and the rule says to stay. `closed`: the rule is out of force for now, by its schedule or by maintenance.
 */
export const ALERT_INPUTS = [
  'breached',
  'breached-long',
  'between',
  'cleared',
  'cleared-long',
  'no-data',
  'kept',
  'closed',
] as const;
export type AlertInput = (typeof ALERT_INPUTS)[number];

/** Every state against every finding. A missing cell does not compile. That nothing can be measured never ends what fires. */
export const ALERT_MACHINE: Record<AlertState, Record<AlertInput, AlertState>> = {
  inactive: {
    breached: 'pending',
    'breached-long': 'firing',
    between: 'inactive',
    cleared: 'inactive',
    'cleared-long': 'inactive',
    'no-data': 'no-data',
    kept: 'inactive',
    closed: 'inactive',
  },
  pending: {
    breached: 'pending',
    'breached-long': 'firing',
    between: 'inactive',
    cleared: 'inactive',
    'cleared-long': 'inactive',
    'no-data': 'no-data',
    kept: 'pending',
    closed: 'inactive',
  },
  firing: {
    breached: 'firing',
    'breached-long': 'firing',
    between: 'firing',
    cleared: 'recovering',
    'cleared-long': 'resolved',
    'no-data': 'firing',
    kept: 'firing',
    closed: 'resolved',
  },
  recovering: {
    breached: 'firing',
    'breached-long': 'firing',
    between: 'firing',
    cleared: 'recovering',
    'cleared-long': 'resolved',
    'no-data': 'recovering',
    kept: 'recovering',
    closed: 'resolved',
  },
  resolved: {
    breached: 'pending',
    'breached-long': 'firing',
    between: 'inactive',
    cleared: 'inactive',
    'cleared-long': 'inactive',
    'no-data': 'no-data',
    kept: 'inactive',
    closed: 'inactive',
  },
  'no-data': {
    breached: 'pending',
    'breached-long': 'firing',
    between: 'inactive',
    cleared: 'inactive',
    'cleared-long': 'inactive',
    'no-data': 'no-data',
    kept: 'no-data',
    closed: 'inactive',
  },
};
