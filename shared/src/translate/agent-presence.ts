/** When each agent was there, for files that only say when agents served. All moments epoch ms. */
export type Presence = {
  /** The agent was busy for a contact of `queueId` from `from` to `to`, on the working day `day` (any number that names days in order). */
  readonly seen: (agentId: string, queueId: string, day: number, from: number, to: number) => void;
  /** Every agent ever seen, with the queues served, by id. */
  readonly agents: () => { readonly agentId: string; readonly queueIds: string[] }[];
  /** One stay for each agent and day, from first to last; stays that run into the next day's are one. By agent and time. */
  readonly stays: () => { readonly agentId: string; readonly from: number; readonly to: number }[];
};

export function createPresence(): Presence {
  const known = new Map<string, { queueIds: Set<string>; days: Map<number, { from: number; to: number }> }>();
  const byId = () => [...known].toSorted(([a], [b]) => (a < b ? -1 : 1));

  return {
    seen(agentId, queueId, day, from, to) {
      let agent = known.get(agentId);
      if (agent === undefined) {
        agent = { queueIds: new Set(), days: new Map() };
        known.set(agentId, agent);
      }
      agent.queueIds.add(queueId);
      const stay = agent.days.get(day);
      if (stay === undefined) agent.days.set(day, { from, to });
      else {
        stay.from = Math.min(stay.from, from);
        stay.to = Math.max(stay.to, to);
      }
    },
    agents: () => byId().map(([agentId, agent]) => ({ agentId, queueIds: [...agent.queueIds].toSorted() })),
    stays() {
      const stays: { agentId: string; from: number; to: number }[] = [];
      for (const [agentId, agent] of byId()) {
        let last: { agentId: string; from: number; to: number } | undefined;
        for (const [, stay] of [...agent.days].toSorted(([a], [b]) => a - b)) {
          if (last !== undefined && stay.from <= last.to + 1) last.to = Math.max(last.to, stay.to);
          else {
            last = { agentId, from: stay.from, to: stay.to };
            stays.push(last);
          }
        }
      }
      return stays;
    },
  };
}
