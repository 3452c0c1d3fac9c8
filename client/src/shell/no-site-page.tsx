import { Radio } from 'lucide-react';
import { may, type Principal } from '@floorwalk/shared/access/role';
import { t } from '../messages/text.ts';
import { StateNote } from '../ui/state-note.tsx';
import { OpenSiteForm } from './open-site-form.tsx';
import { UserMenu } from './user-menu.tsx';

/** Somebody is signed in and there is nothing to see yet. Who may opens a site; anyone else is told how one comes to be. */
export function NoSitePage({ principal }: { readonly principal: Principal | undefined }) {
  if (principal !== undefined && may(principal, 'configure-site', '*')) {
    return (
      <main className="lone-page">
        <OpenSiteForm />
        <UserMenu />
      </main>
    );
  }
  return (
    <main className="lone-page">
      <StateNote icon={Radio} title={t('state.no-site.title')} action={<UserMenu />}>
        <p>{t('state.no-site.text')}</p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus */}
        <pre className="code-sample" tabIndex={0}>
          {`curl -X POST ${window.location.origin}/api/v1/events \\
  -H "Authorization: Bearer <token>" -H "Content-Type: application/cloudevents+json" \\
  -d '{"specversion":"1.0","id":"1","source":"my-switch","type":"contact.queued",
       "time":"2026-03-10T09:00:00Z","data":{"contactId":"c1","queueId":"sales","channel":"voice"}}'`}
        </pre>
      </StateNote>
    </main>
  );
}
