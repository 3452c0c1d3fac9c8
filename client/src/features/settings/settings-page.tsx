import { Link } from '@tanstack/react-router';
import { may } from '@floorwalk/shared/access/role';
import { t } from '../../messages/text.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { SECTIONS } from './sections.ts';
import '../../ui/pages.css';
import './settings.css';

/** `/sites/<site>/settings`: the way to each part that the person may open. */
export default function SettingsPage() {
  const siteId = useSiteId();
  const { principal } = useSession();
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('settings.title')}</h1>
      </header>
      <ul className="section-cards">
        {SECTIONS.filter(({ permission }) => may(principal, permission, siteId)).map(({ path, title, text }) => (
          <li key={path}>
            <Link to={`/sites/${encodeURIComponent(siteId)}/${path}`} className="card section-card">
              <strong>{t(title)}</strong>
              <span className="quiet">{t(text)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
