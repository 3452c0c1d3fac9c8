import type { Outcome, WhatIfResult } from '@floorwalk/shared/what-if/what-if';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { formatCount, formatDuration, formatRatio } from '../../ui/format.ts';

const MEASURES: readonly (readonly [id: MessageKey, show: (outcome: Outcome) => string])[] = [
  ['what-if.service-level', (outcome) => formatRatio(outcome.serviceLevel)],
  ['what-if.asa', ({ asaMs }) => (asaMs === null ? t('what-if.no-end') : formatDuration(asaMs))],
  ['what-if.abandon', (outcome) => formatRatio(outcome.abandonRate)],
  ['what-if.occupancy', (outcome) => formatRatio(outcome.occupancy)],
  ['what-if.cost', (outcome) => formatCount(outcome.cost)],
];

/** All coming intervals together, as it is and as tried, with the band of the forecast. */
export function OutcomeTable({ asIs, tried }: { readonly asIs: WhatIfResult; readonly tried: WhatIfResult }) {
  return (
    <div className="table-frame">
      <table className="table what-if-outcome">
        <caption className="visually-hidden">{t('what-if.result')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('what-if.result')}</th>
            <th scope="col">{t('what-if.as-is')}</th>
            <th scope="col">{t('what-if.tried')}</th>
            <th scope="col">{t('what-if.band')}</th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map(([id, show]) => (
            <tr key={id}>
              <th scope="row">{t(id)}</th>
              <td className="numeric">{show(asIs.expected)}</td>
              <td className="numeric">
                <strong>{show(tried.expected)}</strong>
              </td>
              <td className="numeric">
                {show(tried.low)} … {show(tried.high)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
