import type { BotRow, LiveNumbers, RollUpRow } from '@floorwalk/shared/floor/rows';
import { live } from '../connection/live-session.ts';
import { same } from '../store/same.ts';
import { useDerived, useRow } from '../store/use-row.ts';
import { ALL_BOTS, rollUpBots } from './all-bots.ts';
import { rollUpVisible, type VisibleRollUp } from './visible-roll-up.ts';
import type { Subject } from './subject.ts';

/** The roll-up of everything this person sees; `null` where the site's own row may be shown. */
export function useVisibleRollUp(siteId: string): VisibleRollUp | null {
  return useDerived<VisibleRollUp | null>(
    ['sites', 'queues', 'agents', 'teams'],
    () => {
      const { tables } = live().store;
      const site = tables.sites.row(siteId);
      if (!site?.partial) return null;
      return rollUpVisible(
        siteId,
        site.name,
        [...tables.queues.rows()],
        [...tables.agents.rows()],
        [...tables.teams.rows()],
      );
    },
    same,
    siteId,
    250,
  );
}

/** The row of numbers a subject stands for. Bots and agents have rows of other kinds and are not found here. */
export function useSubjectRow(
  subject: Subject,
): (LiveNumbers & Partial<RollUpRow> & { readonly name: string }) | undefined {
  const { table } = subject;
  const row = useRow(table === 'visible' || table === 'bots' || table === 'agents' ? 'sites' : table, subject.id);
  const visible = useVisibleRollUp(table === 'visible' ? subject.id : '');
  if (table === 'bots' || table === 'agents') return undefined;
  return table === 'visible' ? (visible ?? undefined) : row;
}

/** A bot's row, or all bots as one for {@link ALL_BOTS}; `undefined` where there is none. */
export function useBot(id: string): BotRow | undefined {
  const row = useRow('bots', id === ALL_BOTS ? null : id);
  const all = useDerived<BotRow | null>(
    ['bots'],
    () => {
      if (id !== ALL_BOTS) return null;
      const bots = [...live().store.tables.bots.rows()];
      return bots.length === 0 ? null : rollUpBots(bots);
    },
    same,
    id,
    250,
  );
  return id === ALL_BOTS ? (all ?? undefined) : row;
}
