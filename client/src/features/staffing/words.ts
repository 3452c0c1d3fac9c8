import { LENT } from '@floorwalk/shared/schedule/lent';
import type { ActivityRow } from '@floorwalk/shared/schedule/rows';
import { STANDARD_ACTIVITIES } from '@floorwalk/shared/schedule/activity-book';
import { currentLocale, t } from '../../messages/text.ts';
import { DASH } from '../../ui/format.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Agents, who are shared and so no whole numbers: one digit below ten, where it matters. */
export function formatAgents(value: number | null | undefined): string {
  if (value == null) return DASH;
  const digits = Math.abs(value) < 9.95 && Math.abs(value - Math.round(value)) > 0.049 ? 1 : 0;
  return numberFormat(digits, 'auto').format(value);
}

/** A gap with its sign; 0 without one. */
export function formatGap(value: number | null | undefined): string {
  if (value == null) return DASH;
  return numberFormat(0, 'exceptZero').format(Math.round(value));
}

function numberFormat(digits: number, signDisplay: 'auto' | 'exceptZero'): Intl.NumberFormat {
  const key = `${currentLocale()} ${digits} ${signDisplay}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.NumberFormat(currentLocale(), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay,
    });
    formats.set(key, found);
  }
  return found;
}

const STANDARD = new Set(STANDARD_ACTIVITIES.map(({ id }) => id));

/** The name of an activity: as configured, else that of its kind. */
export function activityName({ id, name, kind }: ActivityRow): string {
  if (id === LENT) return t('staffing.kind.lent');
  return STANDARD.has(id) && name === id ? t(`staffing.kind.${kind}`) : name;
}
