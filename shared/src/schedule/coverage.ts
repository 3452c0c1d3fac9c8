/** Agents who can do the same: how many are there, and the queues they serve. */
export type AgentGroup = { readonly queueIds: readonly string[]; readonly agents: number };

/** Below this a number of agents is rounding noise. */
export const NOISE = 1e-9;

/** Who covers what: agents of each group still idle, what each queue still lacks, and who went where. */
export type Cover = {
  readonly groups: readonly AgentGroup[];
  readonly needs: ReadonlyMap<string, number>;
  readonly idle: number[];
  readonly unmet: Map<string, number>;
  readonly flow: readonly Map<string, number>[];
  covered: number;
};

/**
 * The most of what the queues need that the groups can cover at once: a maximum flow from groups (as many as are there) through the queues they serve
 * (as much as each needs). Edmonds–Karp, a shortest path at a time, after everybody went straight to where they could.
 */
export function coverNeed(groups: readonly AgentGroup[], needs: ReadonlyMap<string, number>): Cover {
  const cover: Cover = {
    groups,
    needs,
    idle: groups.map(({ agents }) => agents),
    unmet: new Map(needs),
    flow: groups.map(() => new Map<string, number>()),
    covered: 0,
  };
  // Whoever can go straight to where they are needed does: only the rest has to be looked for.
  groups.forEach(({ queueIds }, group) => {
    for (const queueId of queueIds) {
      const amount = Math.min(cover.idle[group] ?? 0, cover.unmet.get(queueId) ?? 0);
      if (amount > NOISE) give(cover, group, queueId, amount);
    }
  });
  augment(cover);
  return cover;
}

/** What would be covered more if a group served one more queue: goes on from what is covered already. */
export function gainOfQueue(cover: Cover, group: number, queueId: string): number {
  const more: Cover = {
    ...cover,
    groups: cover.groups.map((one, index) =>
      index === group ? { ...one, queueIds: [...one.queueIds, queueId] } : one,
    ),
    idle: [...cover.idle],
    unmet: new Map(cover.unmet),
    flow: cover.flow.map((own) => new Map(own)),
  };
  augment(more);
  return more.covered - cover.covered;
}

/** Groups that have somebody who could still be freed, themselves or by others taking over. */
export function groupsToSpare(cover: Cover): ReadonlySet<number> {
  return new Set(search(cover).groups.keys());
}

/** Queues that lack hands, and those whose agents would go there if they could be spared. */
export function queuesToHelp({ groups, unmet, flow }: Cover): ReadonlySet<string> {
  const helped = new Set([...unmet].flatMap(([queueId, agents]) => (agents > NOISE ? [queueId] : [])));
  for (let before = -1; before !== helped.size;) {
    before = helped.size;
    flow.forEach((given, group) => {
      const canHelp = groups[group]?.queueIds.some((queueId) => helped.has(queueId)) === true;
      if (!canHelp) return;
      for (const [queueId, agents] of given) if (agents > NOISE) helped.add(queueId);
    });
  }
  return helped;
}

function give(cover: Cover, group: number, queueId: string, amount: number): void {
  const own = cover.flow[group];
  own?.set(queueId, (own.get(queueId) ?? 0) + amount);
  cover.idle[group] = (cover.idle[group] ?? 0) - amount;
  cover.unmet.set(queueId, (cover.unmet.get(queueId) ?? 0) - amount);
  cover.covered += amount;
}

function augment(cover: Cover): void {
  const { idle, unmet, flow } = cover;
  for (;;) {
    const from = search(cover, (queueId) => (unmet.get(queueId) ?? 0) > NOISE);
    const { end } = from;
    if (end === null) return;
    // Back along the way: over a group that serves the queue, and over the queue that group gives up for it.
    const steps: { readonly group: number; readonly takes: string; readonly gives: string | null }[] = [];
    for (let queueId: string | null = end; queueId !== null;) {
      const group: number = from.queues.get(queueId) ?? -1;
      const gives: string | null = from.groups.get(group) ?? null;
      steps.push({ group, takes: queueId, gives });
      queueId = gives;
    }
    const first = steps.at(-1)?.group ?? -1;
    const amount = Math.min(
      idle[first] ?? 0,
      unmet.get(end) ?? 0,
      ...steps.map(({ group, gives }) => (gives === null ? Infinity : (flow[group]?.get(gives) ?? 0))),
    );
    for (const { group, takes, gives } of steps) {
      const own = flow[group];
      own?.set(takes, (own.get(takes) ?? 0) + amount);
      if (gives !== null) own?.set(gives, (own.get(gives) ?? 0) - amount);
    }
    idle[first] = (idle[first] ?? 0) - amount;
    unmet.set(end, (unmet.get(end) ?? 0) - amount);
    cover.covered += amount;
  }
}

type Came = {
  /** By which group a queue was reached, and by which queue (`null`: idle itself) a group was. */
  readonly queues: Map<string, number>;
  readonly groups: Map<number, string | null>;
  /** The queue that was looked for, where there is one. */
  end: string | null;
};

/**
 * Every queue that idle agents reach: those of their groups, and those of groups that they can take work from; or those up to the first that is
 * looked for.
 */
function search({ groups, needs, idle, flow }: Cover, isEnd?: (queueId: string) => boolean): Came {
  const from: Came = { queues: new Map(), groups: new Map(), end: null };
  let givers: ReadonlyMap<string, readonly number[]> | undefined;
  const waiting: number[] = [];
  idle.forEach((agents, group) => {
    if (agents <= NOISE) return;
    from.groups.set(group, null);
    waiting.push(group);
  });
  for (let next = 0; next < waiting.length; next += 1) {
    const group = waiting[next] as number; // within
    for (const queueId of groups[group]?.queueIds ?? []) {
      if (!needs.has(queueId) || from.queues.has(queueId)) continue;
      from.queues.set(queueId, group);
      if (isEnd?.(queueId) === true) {
        from.end = queueId;
        return from;
      }
      givers ??= giversOf(flow);
      for (const other of givers.get(queueId) ?? []) {
        if (from.groups.has(other)) continue;
        from.groups.set(other, queueId);
        waiting.push(other);
      }
    }
  }
  return from;
}

/** The groups that give each queue anything. */
function giversOf(flow: Cover['flow']): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  flow.forEach((given, group) => {
    for (const [queueId, agents] of given) {
      if (agents <= NOISE) continue;
      const own = found.get(queueId);
      if (own === undefined) found.set(queueId, [group]);
      else own.push(group);
    }
  });
  return found;
}
