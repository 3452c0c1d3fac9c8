import type { Permission } from '@floorwalk/shared/access/role';
import type { MessageKey } from '../../messages/message-key.ts';

/** What there is to set, and who may. Paths are below the site. */
export type Section = {
  readonly path: string;
  readonly title: MessageKey;
  readonly text: MessageKey;
  readonly permission: Permission;
};

export const SECTIONS: readonly Section[] = [
  { path: 'settings/site', title: 'settings.site', text: 'settings.site.text', permission: 'configure-site' },
  { path: 'settings/sources', title: 'settings.sources', text: 'settings.sources.text', permission: 'manage-sources' },
  { path: 'settings/people', title: 'settings.people', text: 'settings.people.text', permission: 'manage-people' },
  { path: 'settings/screens', title: 'screens.title', text: 'settings.screens.text', permission: 'manage-kiosks' },
  { path: 'settings/notices', title: 'notices.mine', text: 'notices.mine.text', permission: 'view-live' },
  { path: 'settings/channels', title: 'channels.title', text: 'channels.text', permission: 'edit-channels' },
  { path: 'settings/deliveries', title: 'ledger.title', text: 'ledger.text', permission: 'view-live' },
  { path: 'settings/audit', title: 'settings.audit', text: 'settings.audit.text', permission: 'manage-people' },
  {
    path: 'settings/appearance',
    title: 'settings.appearance',
    text: 'settings.appearance.text',
    permission: 'view-live',
  },
  { path: 'settings/about', title: 'settings.about', text: 'settings.about.text', permission: 'view-live' },
];
