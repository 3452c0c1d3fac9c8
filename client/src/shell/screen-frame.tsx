import { Suspense } from 'react';
import { may } from '@floorwalk/shared/access/role';
import { t } from '../messages/text.ts';
import { Skeleton } from '../ui/state-note.tsx';
import type { Screen } from './feature.ts';
import { ForbiddenNote } from './forbidden-note.tsx';
import { PartBoundary } from './part-boundary.tsx';
import { useSession } from './session-context.ts';
import { useSiteId } from './use-desk.ts';

/** One screen in its place: for whoever may see it, with the reason for whoever may not. */
export function ScreenFrame({ screen }: { readonly screen: Screen }) {
  const siteId = useSiteId();
  const { principal } = useSession();
  const title = <h1 className="visually-hidden">{t(screen.title)}</h1>;
  if (!may(principal, screen.permission, siteId)) {
    return (
      <>
        {title}
        <ForbiddenNote permission={screen.permission} />
      </>
    );
  }
  return (
    <>
      {screen.live && !screen.titleIsDrawn && title}
      <PartBoundary of={screen.path}>
        <Suspense fallback={<Skeleton rows={12} label={t('state.loading')} />}>
          <screen.Component />
        </Suspense>
      </PartBoundary>
    </>
  );
}
