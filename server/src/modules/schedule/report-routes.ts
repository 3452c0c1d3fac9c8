import { readKnownFrom } from '../../log/read-known-from.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { reachesQueue, reachesTeam, sightOf, type Sight } from '@floorwalk/shared/access/sight';
import { AdherenceAnswer, StaffingDayAnswer } from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { activityBook } from '@floorwalk/shared/schedule/activity-book';
import { adherencePieces, type AdherencePiece } from '@floorwalk/shared/schedule/adherence';
import {
  addTotals,
  adherenceRate,
  adherenceTotals,
  conformanceRate,
  NO_TOTALS,
  type AdherenceTotals,
} from '@floorwalk/shared/schedule/adherence-totals';
import { layActivities } from '@floorwalk/shared/schedule/lay-activities';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { LocalDate } from '@floorwalk/shared/schedule/events';
import { peakAbsence } from '@floorwalk/shared/schedule/peak-absence';
import { presenceByInterval } from '@floorwalk/shared/schedule/presence-by-interval';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { scheduleSlice } from '@floorwalk/shared/schedule/schedule-slice';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { demand, principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { presentOf } from './decide.ts';
import { readDays, readExceptions, readOffered, readPresences } from './read-schedule.ts';

const tags = ['schedules'];
const Asked = Type.Object(
  {
    date: Type.Optional(LocalDate),
    at: Type.Optional(epochMs("epoch ms of the site's clock; now unless given")),
  },
  { additionalProperties: false },
);

/** What became of a day: who was there, who came, and who kept to the schedule. */
export function reportRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/staffing/day',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Contacts offered and agents on the floor of a local day, by interval',
        params: Type.Object({ site: Id }),
        querystring: Asked,
        response: { 200: StaffingDayAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const sight = sightFor(request, siteId);
      const { state, from, to, asOf, knownFrom, intervalMs, count } = await dayOf(siteId, request.query);
      const [offered, presences] = await Promise.all([
        readOffered(database, siteId, from, asOf, intervalMs),
        readPresences(database, siteId, [...state.schedule.presences.keys()], from, asOf),
      ]);
      const counts = new Map<string, number[]>();
      for (const { queueId, interval, count: offeredCount } of offered) {
        if (!reachesQueue(sight.numbers, queueId, state.floor.queues.get(queueId)?.teamId ?? null)) continue;
        let own = counts.get(queueId);
        if (own === undefined) counts.set(queueId, (own = Array.from({ length: count }, () => 0)));
        own[interval] = offeredCount;
      }
      const groups = new Map<string, { queueIds: string[]; agents: number[] }>();
      for (const [agentId, list] of presences) {
        const queueIds = state.floor.agents.get(agentId)?.queueIds ?? [];
        const isSeen = queueIds.some((id) =>
          reachesQueue(sight.numbers, id, state.floor.queues.get(id)?.teamId ?? null),
        );
        if (!isSeen) continue;
        const key = JSON.stringify(queueIds);
        let group = groups.get(key);
        if (group === undefined) {
          groups.set(key, (group = { queueIds: [...queueIds], agents: Array.from({ length: count }, () => 0) }));
        }
        const present = presenceByInterval(list, { startsAt: from, intervalMs, count }, asOf);
        present.forEach((share, interval) => {
          const { agents } = group as { agents: number[] }; // it was just put
          agents[interval] = (agents[interval] ?? 0) + share;
        });
      }
      return {
        from,
        to,
        asOf,
        knownFrom,
        intervalMs,
        offered: [...counts].map(([queueId, own]) => ({ queueId, counts: own })),
        onFloor: [...groups.values()],
      };
    },
  );

  typed.get(
    '/api/v1/sites/:site/adherence',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Adherence and conformance of a local day, and how much absence fell into the customers’ peaks',
        params: Type.Object({ site: Id }),
        querystring: Asked,
        response: { 200: AdherenceAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const sight = sightFor(request, siteId);
      if (sight.people === null) throw forbidden('You do not see the people of this site.');
      const { state, date, from, to, asOf, knownFrom, intervalMs, count } = await dayOf(siteId, request.query);
      const [days, exceptions, presences, offered] = await Promise.all([
        readDays(database, siteId, dateAfter(date, -1), date),
        readExceptions(database, siteId, from, to),
        readPresences(database, siteId, [...state.schedule.presences.keys()], from, asOf),
        readOffered(database, siteId, from, asOf, intervalMs),
      ]);
      const { tables } = scheduleSlice.rows(state.schedule, asOf, 'all');
      const book = activityBook(tables.activities ?? []);
      const { graceMs, reasons } = state.schedule.adherence;
      const scheduled = new Map<string, (typeof days)[number]['activities'][number][]>();
      for (const { agentId, activities } of days) {
        scheduled.set(agentId, [...(scheduled.get(agentId) ?? []), ...activities]);
      }
      const all: AdherencePiece[] = [];
      const agents: AdherenceAnswer['agents'] = [];
      let total = NO_TOTALS;
      for (const [agentId, activities] of scheduled) {
        const agent = state.floor.agents.get(agentId);
        if (!reachesTeam(sight.people, agent?.teamId ?? null)) continue;
        const day = {
          activities: layActivities(activities),
          exceptions: exceptions.get(agentId) ?? [],
          presences: presences.get(agentId) ?? [],
        };
        const pieces = adherencePieces(day, book, reasons, knownFrom, asOf);
        const totals = adherenceTotals(pieces, graceMs);
        if (totals.scheduledMs === 0) continue;
        all.push(...pieces);
        total = addTotals(total, totals);
        agents.push({
          agentId,
          name: agent?.name ?? agentId,
          teamId: agent?.teamId ?? null,
          totals: withRates(totals),
        });
      }
      const offeredCounts = Array.from({ length: count }, () => 0);
      for (const { interval, count: offeredCount } of offered) {
        offeredCounts[interval] = (offeredCounts[interval] ?? 0) + offeredCount;
      }
      const { peaks, ...peak } = peakAbsence(all, offeredCounts, { startsAt: from, intervalMs, count });
      return {
        date,
        from,
        to,
        asOf,
        knownFrom,
        graceMs,
        total: withRates(total),
        agents: agents.toSorted((a, b) => (a.totals.adherence ?? 1) - (b.totals.adherence ?? 1)),
        peak: { ...peak, intervalMs, peakStarts: peaks.map((interval) => from + interval * intervalMs) },
      };
    },
  );

  function sightFor(request: Parameters<typeof principalOf>[0], siteId: string): Sight {
    const principal = principalOf(request);
    const { at } = request.query as { readonly at?: number };
    if (at !== undefined) demand(principal, 'travel-in-time', siteId);
    const sight = sightOf(principal, siteId);
    if (sight === null) throw forbidden('You see nothing of this site.');
    return sight;
  }

  /** The local day asked about, and the moment until which it is known. */
  async function dayOf(siteId: string, asked: { readonly date?: string; readonly at?: number }) {
    const { time, zone, state } = await presentOf(services, siteId);
    if (asked.at !== undefined && asked.at > time) throw badField('/at', 'at lies in the future of this site.');
    const until = Math.floor(asked.at ?? time);
    const date = asked.date ?? dateAt(zone, until);
    const from = midnightOf(zone, date);
    const to = from === undefined ? undefined : midnightOf(zone, dateAfter(date, 1));
    if (from === undefined || to === undefined) throw badField('/date', 'date is no date; write one as 2026-05-04.');
    const intervalMs = (state as LiveState).floor.intervalMinutes * 60_000;
    const asOf = Math.max(from, Math.min(until, to));
    // Nobody is called absent from a time of which nothing is known.
    const knownFrom = Math.min(asOf, Math.max(from, (await readKnownFrom(database, siteId)) ?? asOf));
    return { state, date, from, to, asOf, knownFrom, intervalMs, count: Math.ceil((to - from) / intervalMs) };
  }
}

function withRates(totals: AdherenceTotals) {
  return { ...totals, adherence: adherenceRate(totals), conformance: conformanceRate(totals) };
}
