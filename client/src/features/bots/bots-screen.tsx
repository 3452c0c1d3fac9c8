import { useState } from 'react';
import { t } from '../../messages/text.ts';
import { useIds, useRow } from '../../store/use-row.ts';
import { BotFigures } from './bot-figures.tsx';
import { BotSessions } from './bot-sessions.tsx';
import { BotTable } from './bot-table.tsx';
import { HandoversNow } from './handovers-now.tsx';
import { PolicyBlock } from './policy-block.tsx';
import { TopicTable } from './topic-table.tsx';
import './bots.css';

/** The bots in full width, what they hand over, where they are unsure now, what their certainty is worth, and what they do not understand. */
export default function BotsScreen() {
  const ids = useIds('bots');
  const [chosen, setChosen] = useState<string | null>(null);
  const botId = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  // As tall as its rows, up to eight of them.
  const style = { height: 80 + Math.min(8, Math.max(1, ids.length)) * 40 };
  return (
    <div className="full-screen bots-screen">
      <div className="bots-table" style={style}>
        <BotTable wide />
      </div>
      <BotSessions botId={null} />
      <HandoversNow botId={null} />
      {botId !== null && (
        <>
          <div className="bots-tabs" role="group" aria-label={t('bot-figures.choose')}>
            {ids.map((id) => (
              <BotChip key={id} id={id} isChosen={id === botId} choose={() => setChosen(id)} />
            ))}
          </div>
          <PolicyBlock botId={botId} />
          <BotFigures botId={botId} />
          <TopicTable botId={botId} />
        </>
      )}
    </div>
  );
}

function BotChip({
  id,
  isChosen,
  choose,
}: {
  readonly id: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}) {
  const name = useRow('bots', id)?.name ?? id;
  return (
    <button type="button" className="chip" aria-pressed={isChosen} onClick={choose}>
      {name}
    </button>
  );
}
