/** LIST: what stands before the dot in types of events that happen on the floor itself. */
export const FACT_FAMILIES = ['contact', 'agent', 'bot', 'survey'] as const;

const FACTS: ReadonlySet<string> = new Set(FACT_FAMILIES);

/**
 * Whether an event of this type happened on the floor, and so moves the time of a site that lives at its log's end. Settings, decisions, plans and
 * heartbeats do not: they are made by people and programs, whose moment need not be the floor's.
 */
export function isFactType(type: string): boolean {
  const dot = type.indexOf('.');
  return FACTS.has(type.slice(0, dot)) && !type.endsWith('.configured') && type !== 'agent.skills-changed';
}
