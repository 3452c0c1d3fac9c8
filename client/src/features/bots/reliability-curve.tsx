import type { BotFiguresAnswer } from '@floorwalk/shared/api/bots';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { formatConfidence, formatCount, formatRatio } from '../../ui/format.ts';

type Bin = BotFiguresAnswer['calibration']['bins'][number];

const SIZE = 260;
const PAD = 36;
const INNER = SIZE - 2 * PAD;
const x = (value: number): number => PAD + value * INNER;
const y = (value: number): number => SIZE - PAD - value * INNER;

/** How often a bot was right, by how sure it was: points with their 95 % bounds, against the diagonal of a bot that knows itself. */
export function ReliabilityCurve({ bins, threshold }: { readonly bins: readonly Bin[]; readonly threshold: number }) {
  const filled = bins.filter(({ count }) => count > 0);
  const most = Math.max(1, ...filled.map(({ count }) => count));
  return (
    <>
      <svg className="reliability-curve" viewBox={`0 0 ${SIZE} ${SIZE}`} width={SIZE} height={SIZE} aria-hidden="true">
        <rect x={PAD} y={PAD} width={INNER} height={INNER} className="curve-frame" />
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="curve-diagonal" />
        <line x1={x(threshold)} y1={y(0)} x2={x(threshold)} y2={y(1)} className="curve-threshold" />
        {filled.map((bin) => {
          const at = x(bin.meanConfidence ?? (bin.from + bin.to) / 2);
          return (
            <g key={bin.from}>
              <line x1={at} x2={at} y1={y(bin.low)} y2={y(bin.high)} className="curve-bounds" />
              <circle
                cx={at}
                cy={y(bin.rightShare ?? 0)}
                r={2 + 4 * Math.sqrt(bin.count / most)}
                className="curve-point"
              />
            </g>
          );
        })}
        {[0, 0.5, 1].map((value) => (
          <g key={value} className="curve-scale" {...plain('scale')}>
            <text x={x(value)} y={SIZE - 10} textAnchor="middle">
              {formatConfidence(value)}
            </text>
            <text x={PAD - 4} y={y(value) + 4} textAnchor="end">
              {formatRatio(value)}
            </text>
          </g>
        ))}
      </svg>
      <table className="plain-table">
        <caption className="visually-hidden">{t('bot-figures.curve')}</caption>
        <thead>
          <tr>
            {(['bin', 'count', 'right', 'bounds'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`bot-figures.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((bin) => (
            <tr key={bin.from}>
              <th scope="row" className="numeric" {...plain('scale')}>
                {binWords(bin)}
              </th>
              <td className="numeric">
                <Figure figure="bin-turns" of={binWords(bin)}>
                  {formatCount(bin.count)}
                </Figure>
              </td>
              <td className="numeric">
                <Figure figure="bin-right" of={binWords(bin)} below={formatCount(bin.count)}>
                  {formatRatio(bin.rightShare)}
                </Figure>
              </td>
              <td className="numeric">
                <Figure figure="bin-bounds" of={binWords(bin)} below={formatCount(bin.count)}>
                  {formatRatio(bin.low)}–{formatRatio(bin.high)}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function binWords(bin: Bin): string {
  return `${formatConfidence(bin.from)}–${formatConfidence(bin.to)}`;
}
