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
  // What came to them is where an agent begins; a team lead with the staffing of the day, everybody else with the floor.
  const grants = session.data.principal?.grants.filter(({ scope }) => scope.siteId === site.id || scope.siteId === '*');
  const isAgent = grants !== undefined && grants.length > 0 && grants.every(({ role }) => role === 'agent');
  const isTeamLead = grants !== undefined && grants.length > 0 && grants.every(({ role }) => role === 'team-lead');
  const home = isAgent ? 'inbox' : isTeamLead ? 'staffing' : 'floor';
  return <Go to={`/sites/${encodeURIComponent(site.id)}/${home}`} />;
}
