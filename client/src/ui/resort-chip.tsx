import { ArrowDownWideNarrow } from 'lucide-react';
import { t } from '../messages/text.ts';
import { plain } from '../numbers/plain.ts';
import type { FrozenOrder } from './use-frozen-order.ts';

/** Says that the order is held and how much would move, and lets it go. */
export function ResortChip({ order }: { readonly order: FrozenOrder }) {
  if (order.movedCount === 0) return null;
  return (
    <button type="button" className="chip-button" {...plain('rows')} onClick={order.resort}>
      <ArrowDownWideNarrow aria-hidden="true" size={14} />
      {t('order.frozen', { count: order.movedCount })}
    </button>
  );
}
