/** People who begin together, and how they grow into the work. Weeks count from the first of the plan, 0. */
export type HireCohort = { readonly startsWeek: number; readonly hireCount: number };

export type RampPlan = {
  /** Effective agents there are at the beginning. */
  readonly agents: number;
  /** Share that leaves each week, of those there. */
  readonly weeklyAttrition: number;
  /** Share of new people that leaves in each of their first weeks; the usual share after those. */
  readonly earlyAttrition: readonly number[];
  /** What somebody is worth in their first, second, … week, 0-1; 1 after those. Training weeks are 0. */
  readonly learning: readonly number[];
  readonly cohorts: readonly HireCohort[];
  /** Agents required by week, without shrinkage. */
  readonly required: readonly number[];
  /** Share of paid time not on contacts. */
  readonly shrinkage: number;
};

export type RampWeek = {
  readonly week: number;
  readonly requiredAgents: number;
  /** People on the books, and what they are worth on the floor. */
  readonly headcount: number;
  readonly effectiveAgents: number;
  readonly gap: number;
};

/**
 * A ramp of hires against what is required: cohorts begin, learn, and leave. Who is there at the beginning of a week leaves at the end of it, so nobody
 * hired leaves before a week is over. Effective is worth × (1 − shrinkage).
 */
export function hireRamp(plan: RampPlan): RampWeek[] {
  const { cohorts, learning, earlyAttrition, weeklyAttrition, shrinkage, required } = plan;
  return required.map((requiredAgents, week) => {
    const staying = (weeks: number, isNew: boolean): number => {
      let left = 1;
      for (let served = 0; served < weeks; served += 1) {
        left *= 1 - (isNew ? (earlyAttrition[served] ?? weeklyAttrition) : weeklyAttrition);
      }
      return left;
    };
    const there = [
      { people: plan.agents * staying(week, false), worth: 1 },
      ...cohorts.flatMap(({ startsWeek, hireCount }) => {
        const served = week - startsWeek;
        return served < 0 ? [] : [{ people: hireCount * staying(served, true), worth: learning[served] ?? 1 }];
      }),
    ];
    const headcount = there.reduce((sum, one) => sum + one.people, 0);
    const effectiveAgents = there.reduce((sum, one) => sum + one.people * one.worth, 0) * (1 - shrinkage);
    return { week, requiredAgents, headcount, effectiveAgents, gap: requiredAgents - effectiveAgents };
  });
}

/** The fewest people who must begin in a week so that from `readyWeek` on nothing is missing; `null` where no number does, because they come too late. */
export function hiresNeeded(plan: RampPlan, startsWeek: number, readyWeek: number): number | null {
  const most = 10_000;
  const isEnough = (hireCount: number): boolean =>
    hireRamp({ ...plan, cohorts: [...plan.cohorts, { startsWeek, hireCount }] }).every(
      ({ week, gap }) => week < readyWeek || gap <= 1e-9,
    );
  if (!isEnough(most)) return null;
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
