import { Navigate } from '@tanstack/react-router';
import { useSessionQuery } from './use-session-query.ts';
import { LoadingPage, UnreachablePage } from './waiting-pages.tsx';
import { NoSitePage } from './no-site-page.tsx';

/** The bare address: to the floor of the first site, or to wherever one gets in. */
export function HomePage() {
  const session = useSessionQuery();
  if (session.isPending) return <LoadingPage />;
  if (session.isError) return <UnreachablePage error={session.error} retry={() => void session.refetch()} />;
  if (session.data.needsSetup && !session.data.signedIn && !session.data.demo) return <Navigate to="/setup" replace />;
  if (!session.data.signedIn) return <Navigate to="/sign-in" replace />;
  const site = session.data.sites[0];
  if (!site) return <NoSitePage />;
  return <Navigate to={`/sites/${encodeURIComponent(site.id)}/floor`} replace />;
}
