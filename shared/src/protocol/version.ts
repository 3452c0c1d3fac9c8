/**
 * Version of the socket protocol and of the rows it carries. A test hashes both; when it fails, raise this number and note the change:
 * 1 first version. 2 alerts, their rules and silences. 3 forecasts, escalations, handovers, handoffs, schedules, surges.
 * 4 what agents did today, promises of acceptance, what rules leave out, help of other sites, sentences of why notices are settled.
 * 5 undeclared tags, why escalations end by themselves, names of topics, agents whom another site lends, segments of recorded days.
 * 6 hours of a forecast of which nothing is known.
 */
export const PROTOCOL_VERSION = 6;
