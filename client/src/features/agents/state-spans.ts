import type { AgentState } from '@floorwalk/shared/agents/events';
import type { TimelineAnswer } from '@floorwalk/shared/api/history';

export type StateSpan = { readonly state: AgentState; readonly from: number; readonly to: number };

/**
 * An agent's states over a stretch of time, from what sources said about them; the last one from the live row, which also knows of
 * contacts in hand. Times are epoch ms; what happened before `from` counts from there.
 */
export function stateSpans(
  entries: TimelineAnswer['entries'],
  from: number,
  to: number,
  now: { readonly state: AgentState; readonly since: number },
): readonly StateSpan[] {
  const turns: { state: AgentState; at: number }[] = [];
  for (const entry of entries) {
    if (entry.type === 'agent.signed-in') turns.push({ state: entry.data.state ?? 'available', at: entry.time });
    else if (entry.type === 'agent.state-changed') turns.push({ state: entry.data.state, at: entry.time });
    else if (entry.type === 'agent.signed-out') turns.push({ state: 'signed-out', at: entry.time });
    else if (entry.type === 'contact.answered' || entry.type === 'contact.connected')
      turns.push({ state: 'on-contact', at: entry.time });
    else if (entry.type === 'contact.completed' || entry.type === 'contact.transferred')
      turns.push({ state: entry.data.wrapsUp ? 'after-contact-work' : 'available', at: entry.time });
    else if (entry.type === 'contact.wrapped-up') turns.push({ state: 'available', at: entry.time });
  }
  turns.sort((left, right) => left.at - right.at);
  if (now.since <= to) {
    while (turns.length > 0 && (turns[turns.length - 1]?.at ?? 0) >= now.since) turns.pop();
    turns.push({ state: now.state, at: now.since });
  }
  const spans: StateSpan[] = [];
  turns.forEach((turn, index) => {
    const start = Math.max(from, turn.at);
    const end = Math.min(to, turns[index + 1]?.at ?? to);
    const last = spans[spans.length - 1];
    if (end <= start) return;
    if (last && last.state === turn.state && last.to === start) spans[spans.length - 1] = { ...last, to: end };
    else spans.push({ state: turn.state, from: start, to: end });
  });
  return spans;
}
