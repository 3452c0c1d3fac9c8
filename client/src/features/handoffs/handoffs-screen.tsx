import { ArrowLeftRight } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isAddressed } from '@floorwalk/shared/access/addressee';
import type { Principal } from '@floorwalk/shared/access/role';
import { isOpen } from '@floorwalk/shared/handoffs/handoff';
import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { handoffsCsv } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useMay, useSession } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useHasData } from '../../store/use-now.ts';
import { useDerived } from '../../store/use-row.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { Attainment } from './attainment.tsx';
import { EndedHandoffs } from './ended-handoffs.tsx';
import { HandoffTable } from './handoff-table.tsx';
import { leftMs } from './time-left.tsx';
import '../../ui/pages.css';
import './handoffs.css';

const DepartmentsPage = lazy(() => import('./departments-page.tsx'));
const OpenHandoffDialog = lazy(() => import('./open-handoff-dialog.tsx'));

const TABS = ['mine', 'department', 'all', 'ended', 'attainment', 'departments'] as const;
type Tab = (typeof TABS)[number];

/** `/sites/<site>/handoffs`: what departments hand to each other, what was promised, and how it is kept. */
export default function HandoffsScreen() {
  const siteId = useSiteId();
  const [tab, setTab] = useState<Tab>('all');
  const [opening, setOpening] = useState(false);
  const mayWork = useMay('work-handoffs', siteId);
  const mayCount = useMay('view-intervals', siteId);
  const travelling = isTravelling(useDeskSearch());
  const hasDepartments = useDerived(['departments'], readDepartments, same, siteId).length > 0;
  const tabs = TABS.filter((one) => one !== 'attainment' || mayCount);
  return (
    <div className="handoffs-screen">
      <div className="handoffs-tabs">
        {tabs.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`handoffs.tab.${one}`)}
          </button>
        ))}
        {mayWork && !travelling && hasDepartments && (
          <button type="button" className="button button-small button-primary" onClick={() => setOpening(true)}>
            {t('handoffs.new')}
          </button>
        )}
        <a className="button button-small" href={handoffsCsv(siteId)} download>
          {t('handoffs.csv')}
        </a>
      </div>
      {(tab === 'mine' || tab === 'department' || tab === 'all') && (
        <OpenHandoffs which={tab} setUp={() => setTab('departments')} />
      )}
      {tab === 'ended' && <EndedHandoffs />}
      {tab === 'attainment' && <Attainment />}
      <Suspense fallback={<Skeleton rows={6} label={t('state.loading')} />}>
        {tab === 'departments' && <DepartmentsPage />}
        {opening && <OpenHandoffDialog close={() => setOpening(false)} />}
      </Suspense>
    </div>
  );
}

/** Order and business time are taken up so often, ms; the time left in each row is its own. */
const ORDER_MS = 2_000;

function OpenHandoffs({ which, setUp }: { readonly which: 'mine' | 'department' | 'all'; readonly setUp: () => void }) {
  const siteId = useSiteId();
  const { principal } = useSession();
  const hasData = useHasData();
  const departments = useDerived(['departments'], readDepartments, same, siteId);
  const own = ownDepartments(principal, siteId, departments);
  const [chosen, setChosen] = useState('');
  const departmentId = chosen === '' ? (own[0] ?? departments[0]?.id ?? '') : chosen;
  const rows = useDerived(
    ['handoffs', 'departments'],
    () =>
      inOrder(
        [...live().store.tables.handoffs.rows()].filter((row) => {
          if (!isOpen(row)) return false;
          if (which === 'mine') return row.targets.some((target) => isAddressed(principal, siteId, target));
          return which === 'all' || row.toDepartmentId === departmentId || row.fromDepartmentId === departmentId;
        }),
      ),
    same,
    `${siteId} ${which} ${departmentId}`,
    ORDER_MS,
  );
  if (!hasData) return <Skeleton rows={6} label={t('state.loading')} />;
  return (
    <section aria-labelledby="handoffs-open">
      <h2 id="handoffs-open" {...plain('rows')}>
        {t('handoffs.count', { count: rows.length })}
      </h2>
      {which === 'department' && departments.length > 0 && (
        <label className="field handoffs-department">
          <span>{t('handoffs.tab.department')}</span>
          <select className="select" value={departmentId} onChange={(event) => setChosen(event.target.value)}>
            {departments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {rows.length === 0 ? (
        <StateNote
          icon={ArrowLeftRight}
          title={t(departments.length === 0 ? 'handoffs.no-departments' : 'handoffs.none')}
          action={
            departments.length === 0 && (
              <button type="button" className="button button-primary" onClick={setUp}>
                {t('handoffs.to-departments')}
              </button>
            )
          }
        >
          {t(departments.length === 0 ? 'handoffs.no-departments.text' : 'handoffs.none.text')}
        </StateNote>
      ) : (
        <HandoffTable rows={rows} labelledBy="handoffs-open" />
      )}
    </section>
  );
}

/** Broken promises first, then by business time left. */
function inOrder(rows: readonly HandoffRow[]): readonly HandoffRow[] {
  const { now } = live();
  return rows
    .map((row) => ({ row, left: leftMs(row, now) ?? Number.MAX_SAFE_INTEGER }))
    .toSorted(
      (left, right) =>
        Number(right.row.breachedAt !== null) - Number(left.row.breachedAt !== null) ||
        left.left - right.left ||
        left.row.openedAt - right.row.openedAt,
    )
    .map(({ row }) => row);
}

type Known = { readonly id: string; readonly name: string; readonly teamIds: readonly string[] };

function readDepartments(): readonly Known[] {
  return [...live().store.tables.departments.rows()]
    .map(({ id, department: { name, teamIds } }) => ({ id, name, teamIds }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

/** Departments to which a team of the viewer belongs. */
function ownDepartments(principal: Principal, siteId: string, departments: readonly Known[]): readonly string[] {
  const scopes = principal.grants.map(({ scope }) => scope).filter((scope) => scope.siteId === siteId);
  const agents = scopes.flatMap(({ agentId }) => (agentId === undefined ? [] : [agentId]));
  const teams = new Set([
    ...scopes.flatMap(({ teamIds }) => teamIds ?? []),
    ...agents.flatMap((agentId) => live().store.tables.agents.row(agentId)?.teamId ?? []),
  ]);
  return departments.filter(({ teamIds }) => teamIds.some((id) => teams.has(id))).map(({ id }) => id);
}
