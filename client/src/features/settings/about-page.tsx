import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import { t } from '../../messages/text.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PARTS, VERSION } from './parts.ts';
import './settings.css';

/** Which version this is, and whose work it stands on. */
export default function AboutPage() {
  return (
    <SettingsFrame title={t('settings.about')}>
      <dl className="facts">
        <div>
          <dt>{t('about.version')}</dt>
          <dd className="numeric">{VERSION}</dd>
        </div>
        <div>
          <dt>{t('about.protocol')}</dt>
          <dd className="numeric">{PROTOCOL_VERSION}</dd>
        </div>
        <div>
          <dt>{t('about.api')}</dt>
          <dd>
            <a href="/api/docs" className="link-button">
              /api/docs
            </a>
          </dd>
        </div>
      </dl>
      <section aria-labelledby="licences-title">
        <h2 id="licences-title">{t('about.licences')}</h2>
        <p className="quiet">{t('about.licences-text')}</p>
        <DataTable
          rows={PARTS}
          keyOf={({ name }) => name}
          columns={[
            { id: 'package', label: t('about.column.package'), cell: ({ name }) => name },
            {
              id: 'version',
              label: t('about.column.version'),
              cell: ({ version }) => <span className="numeric">{version}</span>,
            },
            { id: 'licence', label: t('about.column.licence'), cell: ({ licence }) => licence },
          ]}
        />
      </section>
    </SettingsFrame>
  );
}
