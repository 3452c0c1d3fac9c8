import type { Surge, SurgeMove } from '@floorwalk/shared/surge/surge';
import type { MessageKey } from '../../messages/message-key.ts';
import { currentLocale, t } from '../../messages/text.ts';

/** The most agents missing (or, for a release, too many) in any interval of the window, to a tenth. */
function agentsMissing({ gap, direction, startsAt, endsAt }: Surge): number {
  const sign = direction === 'add' ? 1 : -1;
  const most = gap.requiredAgents.reduce((worst, required, index) => {
    const at = gap.startsAt + index * gap.intervalMs;
    const isIn = at < endsAt && at + gap.intervalMs > startsAt;
    return isIn ? Math.max(worst, sign * (required - (gap.staffedAgents[index] ?? 0))) : worst;
  }, 0);
  return Math.round(most * 10) / 10;
}

/** That in whole people, as they come, with the exact number where it is not whole: `3 agents missing (2.8)`. */
export function missingWords(surge: Surge): string {
  const exact = agentsMissing(surge);
  const isAdd = surge.direction === 'add';
  const words = t(isAdd ? 'surge.missing' : 'surge.spare', { count: isAdd ? Math.ceil(exact) : Math.floor(exact) });
  return Number.isInteger(exact) ? words : `${words} (${new Intl.NumberFormat(currentLocale()).format(exact)})`;
}

/** A difference of shares in points, with its sign. */
export function formatPoints(value: number): string {
  return new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(
    value * 100,
  );
}

export function moveKind({ kind }: Pick<SurgeMove, 'kind'>): string {
  return t(`move-kind.${kind}` as MessageKey);
}

/** Why a move is not allowed. */
export function refusalWords({ rule, limitMs, actualMs }: NonNullable<SurgeMove['refusal']>): string {
  return t('move.refused', {
    rule: t(`labour-rule.${rule}` as MessageKey),
    limit: hours(limitMs),
    actual: hours(actualMs),
  });
}

function hours(ms: number): string {
  const value = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 2 }).format(ms / 3_600_000);
  return `${value} h`;
}
