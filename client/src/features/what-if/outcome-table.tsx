import type { Outcome } from '@floorwalk/shared/what-if/outcome';
import type { WhatIfResult } from '@floorwalk/shared/what-if/what-if';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { formatDuration, formatMoney, formatRatio } from '../../ui/format.ts';

type Measure = readonly [id: MessageKey, show: (outcome: Outcome, currency: string) => string];
const wait = ({ asaMs }: Outcome) => (asaMs === null ? t('what-if.no-end') : formatDuration(asaMs));
const occupancy: Measure = ['what-if.occupancy', (outcome) => formatRatio(outcome.occupancy)];
const cost: Measure = ['what-if.cost', (outcome, currency) => formatMoney(outcome.cost, currency)];

const MEASURES: readonly Measure[] = [
  ['what-if.service-level', (outcome) => formatRatio(outcome.serviceLevel)],
  ['what-if.asa', wait],
  ['what-if.abandon', (outcome) => formatRatio(outcome.abandonRate)],
  occupancy,
  cost,
];
/** Work that waits on purpose: nobody leaves, and the wait that counts is that of what comes last. */
const DEFERRED: readonly Measure[] = [
  ['what-if.in-time', (outcome) => formatRatio(outcome.serviceLevel)],
  ['what-if.last-wait', wait],
  occupancy,
  cost,
];

type Props = {
  readonly asIs: WhatIfResult;
  readonly tried: WhatIfResult;
  readonly currency: string;
  readonly isDeferred: boolean;
};

/** All coming intervals together, as it is and as tried, with the band of the forecast. */
export function OutcomeTable({ asIs, tried, currency, isDeferred }: Props) {
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
          {(isDeferred ? DEFERRED : MEASURES).map(([id, show]) => (
            <tr key={id}>
              <th scope="row">{t(id)}</th>
              <td className="numeric">{show(asIs.expected, currency)}</td>
              <td className="numeric">
                <strong>{show(tried.expected, currency)}</strong>
              </td>
              <td className="numeric">
                {show(tried.low, currency)} … {show(tried.high, currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
