import { useId } from 'react';
import type { Surge, SurgeMove } from '@floorwalk/shared/surge/surge';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { plain } from '../../numbers/plain.ts';
import { formatMoney, formatRatio, formatTimeShort } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { NamedAgents } from './named-agents.tsx';
import { moveKind, refusalWords } from './surge-words.ts';

type Props = {
  readonly surge: Surge;
  readonly zone: string;
  readonly moves: readonly SurgeMove[];
  /** With these the table is a choice. */
  readonly chosen?: ReadonlySet<string>;
  readonly toggle?: (id: string) => void;
};

/** Moves with who, when, effect, cost and answer; those a labour rule forbids say which. */
export function MoveTable({ surge, zone, moves, chosen, toggle }: Props) {
  const time = (at: number) => formatTimeShort(at, zone);
  const isChoice = chosen !== undefined && toggle !== undefined;
  const wasAsked = surge.offeredAt !== null;
  const title = useId();
  return (
    <ScrollRegion className="table-frame surge-move-frame" labelledBy={title}>
      <table className="table">
        <caption id={title} className="visually-hidden">
          {t('move.title')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('move.what')}</th>
            <th scope="col">{t('move.who')}</th>
            <th scope="col">{t('move.when')}</th>
            <th scope="col">{t('move.effect')}</th>
            <th scope="col">{t('move.cost')}</th>
            {wasAsked && <th scope="col">{t('move.answer')}</th>}
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => {
            const name = move.agentName ?? t('move.agent-hidden');
            return (
              <tr key={move.id} data-quiet={move.refusal !== null || undefined}>
                <th scope="row">
                  {isChoice ? (
                    <label className="move-choice">
                      <input
                        type="checkbox"
                        checked={chosen.has(move.id)}
                        disabled={move.refusal !== null}
                        aria-label={t('move.choose', { kind: moveKind(move), name })}
                        onChange={() => toggle(move.id)}
                      />
                      <span>{moveKind(move)}</span>
                    </label>
                  ) : (
                    moveKind(move)
                  )}
                  {move.isSuggested && <span className="quiet"> {t('move.suggested')}</span>}
                  {move.refusal !== null && <p className="form-problem">{refusalWords(move.refusal)}</p>}
                </th>
                <td>{name}</td>
                <td className="numeric" {...plain('moment')}>
                  {t('surge.window', { from: time(move.fromAt), to: time(move.toAt) })}
                </td>
                <FigureCell
                  figure="expected-service-level"
                  of={`${moveKind(move)} · ${name}`}
                  text={formatRatio(move.serviceLevelWith)}
                />
                <FigureCell
                  figure="surge-cost"
                  of={`${moveKind(move)} · ${name}`}
                  text={formatMoney(move.cost, surge.currency)}
                />
                {wasAsked && (
                  <td>
                    {t(
                      (move.outcome === 'none'
                        ? `move-answer.${move.answer}`
                        : `move-outcome.${move.outcome}`) as MessageKey,
                    )}
                    {move.answered !== undefined && (
                      <p className="quiet">
                        {move.answered.by.name}
                        {move.answered.note !== null && `: ${move.answered.note}`}
                      </p>
                    )}
                    {move.helpers !== undefined && (
                      <NamedAgents helpers={move.helpers} isLent={move.outcome === 'applied'} />
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
