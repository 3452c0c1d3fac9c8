import type { Principal, Role } from '@floorwalk/shared/access/role';
import { useSession } from './session-context.ts';
import { useSiteId } from './use-desk.ts';
import { useSessionQuery } from './use-session-query.ts';
import { Go } from './go.tsx';
import { LoadingPage, UnreachablePage } from './waiting-pages.tsx';
import { NoSitePage } from './no-site-page.tsx';

/** The bare address: to the floor of the first site, or to wherever one gets in. */
export function HomePage() {
  const session = useSessionQuery();
  if (session.isPending) return <LoadingPage />;
  if (session.isError) return <UnreachablePage error={session.error} retry={() => void session.refetch()} />;
  if (session.data.needsSetup && !session.data.signedIn && !session.data.demo) return <Go to="/setup" />;
  if (!session.data.signedIn) return <Go to="/sign-in" />;
  const site = session.data.sites[0];
  if (!site) return <NoSitePage principal={session.data.principal} />;
  return <Go to={homeAt(site.id, session.data.principal?.grants ?? [])} />;
}

/** The bare address of a site: on to where one begins there. */
export function SiteHomePage() {
  return <Go to={homeAt(useSiteId(), useSession().principal.grants)} />;
}

/** What came to them is where an agent begins; a team lead with the staffing of the day, everybody else with the floor. */
function homeAt(siteId: string, grants: Principal['grants']): string {
  const here = grants.filter(({ scope }) => scope.siteId === siteId || scope.siteId === '*');
  const holdsOnly = (wanted: Role) => here.length > 0 && here.every(({ role }) => role === wanted);
  const home = holdsOnly('agent') ? 'inbox' : holdsOnly('team-lead') ? 'staffing' : 'floor';
  return `/sites/${encodeURIComponent(siteId)}/${home}`;
}
