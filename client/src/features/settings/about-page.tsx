import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import { t } from '../../messages/text.ts';
import { PARTS, VERSION } from './parts.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import './settings.css';

/** Which version this is, and whose work it stands on. */
export default function AboutPage() {
  return (
    <SettingsFrame title={t('settings.about')}>
      <dl className="facts">
        <dt>{t('about.version')}</dt>
        <dd className="numeric">{VERSION}</dd>
        <dt>{t('about.protocol')}</dt>
        <dd className="numeric">{PROTOCOL_VERSION}</dd>
        <dt>{t('about.api')}</dt>
        <dd>
          <a href="/api/docs">/api/docs</a>
        </dd>
      </dl>
      <section aria-labelledby="licences-title">
        <h2 id="licences-title">{t('about.licences')}</h2>
        <p className="quiet">{t('about.licences-text')}</p>
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('about.column.package')}</th>
                <th scope="col">{t('about.column.version')}</th>
                <th scope="col">{t('about.column.licence')}</th>
              </tr>
            </thead>
            <tbody>
              {PARTS.map((part) => (
                <tr key={part.name}>
                  <th scope="row">{part.name}</th>
                  <td className="numeric">{part.version}</td>
                  <td>{part.licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </SettingsFrame>
  );
}
