import { Plus } from 'lucide-react';
import type { SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import { t } from '../../messages/text.ts';

export type OtherSiteLine = SurgePolicy['otherSites'][number] & { readonly key: number };

type Props = {
  readonly lines: readonly OtherSiteLine[];
  readonly change: (lines: readonly OtherSiteLine[]) => void;
};

const MOST = 20;

/** The sites that may be asked to help, and with how many agents. */
export function OtherSitesFields({ lines, change }: Props) {
  const set = (key: number, part: Partial<OtherSiteLine>) =>
    change(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <fieldset className="surge-policy-sites">
      <legend>{t('policy.other-sites')}</legend>
      <p className="quiet">{t('policy.other-sites-text')}</p>
      {lines.map((line) => (
        <div key={line.key} className="surge-policy-site">
          <label>
            {t('policy.site-id')}
            <input
              required
              maxLength={100}
              pattern=".*\S.*"
              value={line.siteId}
              onChange={({ target }) => set(line.key, { siteId: target.value })}
            />
          </label>
          <label>
            {t('policy.site-name')}
            <input
              required
              maxLength={200}
              pattern=".*\S.*"
              value={line.name}
              onChange={({ target }) => set(line.key, { name: target.value })}
            />
          </label>
          <label>
            {t('policy.site-agents')}
            <input
              type="number"
              required
              min={1}
              max={1_000}
              step={1}
              value={line.agentCount}
              onChange={({ target }) => set(line.key, { agentCount: Number(target.value) })}
            />
          </label>
          <button
            type="button"
            className="button button-small"
            onClick={() => change(lines.filter(({ key }) => key !== line.key))}
          >
            {t('policy.site-remove')}
          </button>
        </div>
      ))}
      {lines.length < MOST && (
        <button
          type="button"
          className="button button-small"
          onClick={() =>
            change([
              ...lines,
              { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, siteId: '', name: '', agentCount: 1 },
            ])
          }
        >
          <Plus aria-hidden="true" size={14} /> {t('policy.site-add')}
        </button>
      )}
    </fieldset>
  );
}
