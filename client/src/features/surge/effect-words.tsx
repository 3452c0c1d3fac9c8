import type { SpanCounts, SurgeEffect } from '@floorwalk/shared/surge/surge';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { formatRatio } from '../../ui/format.ts';
import { formatPoints } from './surge-words.ts';

/** What came of a surge: the service level before, during and after, and the difference it made with its interval. */
export function EffectWords({ effect }: { readonly effect: SurgeEffect }) {
  const { serviceLevel } = effect;
  return (
    <div className="surge-effect numeric">
      <p>
        <Figure
          figure="surge-level"
          of={t('surge.title')}
          value={formatRatio(levelOf(effect.during))}
          className="number-words"
        >
          {t('surge.level-measured', {
            before: formatRatio(levelOf(effect.before)),
            during: formatRatio(levelOf(effect.during)),
            after: formatRatio(levelOf(effect.after)),
          })}
        </Figure>
      </p>
      <p>
        {serviceLevel === null ? (
          t('surge.effect-none')
        ) : (
          <Figure
            figure="surge-effect"
            of={t('surge.title')}
            value={formatPoints(serviceLevel.value)}
            className="number-words"
          >
            {t('surge.effect', {
              value: formatPoints(serviceLevel.value),
              low: formatPoints(serviceLevel.low),
              high: formatPoints(serviceLevel.high),
              baseline: t(`surge.baseline.${effect.baseline}`),
            })}
          </Figure>
        )}
      </p>
    </div>
  );
}

function levelOf(span: SpanCounts | null): number | null {
  const ended = span === null ? 0 : span.answeredCount + span.abandonedCount;
  return span === null || ended === 0 ? null : span.inTimeCount / ended;
}
