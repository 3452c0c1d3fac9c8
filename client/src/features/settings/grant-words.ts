import type { Grant } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';

/** A grant in words: `Supervisor · Demo floor · 2 teams`. */
export function grantWords({ role, scope }: Grant, sites: SessionAnswer['sites']): string {
  const site =
    scope.siteId === '*' ? t('people.every-site') : (sites.find(({ id }) => id === scope.siteId)?.name ?? scope.siteId);
  const parts = [t(`role.${role}` as MessageKey), site];
  if (scope.teamIds !== undefined) parts.push(t('people.teams', { count: scope.teamIds.length }));
  if (scope.queueIds !== undefined) parts.push(t('people.queues', { count: scope.queueIds.length }));
  if (scope.agentId !== undefined) parts.push(scope.agentId);
  return parts.join(' · ');
}
