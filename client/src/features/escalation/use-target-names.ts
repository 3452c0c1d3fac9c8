import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sightOf } from '@floorwalk/shared/access/sight';
import { fetchTargets } from '../../api/escalation.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { NO_NAMES, type Names } from './escalation-words.ts';

/** People and channels that paths may name, for who sees the whole site. */
export function useTargets() {
  const siteId = useSiteId();
  const { principal } = useSession();
  const seesAll = sightOf(principal, siteId)?.people?.whole === true;
  return useQuery({
    queryKey: ['escalation-targets', siteId],
    queryFn: () => fetchTargets(siteId),
    enabled: seesAll,
    retry: false,
  });
}

/** Their names by id; none while they are not known. */
export function useTargetNames(): Names {
  const { data } = useTargets();
  return useMemo(
    () =>
      data === undefined
        ? NO_NAMES
        : {
            people: new Map(data.people.map(({ id, name }) => [id, name])),
            channels: new Map(data.channels.map(({ id, name }) => [id, name])),
          },
    [data],
  );
}
