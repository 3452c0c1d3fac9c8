import type { Outcome } from '@floorwalk/shared/what-if/outcome';
import type { WhatIfResult } from '@floorwalk/shared/what-if/what-if';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import type { FigureOnGlass } from '../../numbers/subject.ts';
import { formatDuration, formatMoney, formatRatio } from '../../ui/format.ts';

type Measure = readonly [
  id: MessageKey,
  figure: FigureOnGlass['figure'],
  show: (outcome: Outcome, currency: string) => string,
];
const wait = ({ asaMs }: Outcome) => (asaMs === null ? t('what-if.no-end') : formatDuration(asaMs));
const occupancy: Measure = ['what-if.occupancy', 'expected-occupancy', (outcome) => formatRatio(outcome.occupancy)];
const cost: Measure = ['what-if.cost', 'expected-cost', (outcome, currency) => formatMoney(outcome.cost, currency)];

const MEASURES: readonly Measure[] = [
  ['what-if.service-level', 'expected-service-level', (outcome) => formatRatio(outcome.serviceLevel)],
  ['what-if.asa', 'expected-wait', wait],
  ['what-if.abandon', 'expected-abandon-rate', (outcome) => formatRatio(outcome.abandonRate)],
  occupancy,
  cost,
];
/** Work that waits on purpose: nobody leaves, and the wait that counts is that of what comes last. */
const DEFERRED: readonly Measure[] = [
  ['what-if.in-time', 'expected-service-level', (outcome) => formatRatio(outcome.serviceLevel)],
  ['what-if.last-wait', 'expected-wait', wait],
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
          {(isDeferred ? DEFERRED : MEASURES).map(([id, figure, show]) => (
            <tr key={id}>
              <th scope="row">{t(id)}</th>
              <td>
                <Figure figure={figure} of={t('what-if.as-is')}>
                  {show(asIs.expected, currency)}
                </Figure>
              </td>
              <td>
                <Figure figure={figure} of={t('what-if.tried')} className="what-if-tried">
                  {show(tried.expected, currency)}
                </Figure>
              </td>
              <td>
                <Figure figure={figure} of={t('what-if.band')}>
                  {show(tried.low, currency)} … {show(tried.high, currency)}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
