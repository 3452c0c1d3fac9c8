import { useIds } from '../../store/use-row.ts';
import { BotSessions } from './bot-sessions.tsx';
import { BotTable } from './bot-table.tsx';

/** The bots in full width, and every session in which one is unsure. */
export default function BotsScreen() {
  const count = useIds('bots').length;
  // As tall as its rows, up to half of the screen.
  const style = { gridTemplateRows: `minmax(140px, min(50%, ${80 + count * 40}px)) minmax(0, 1fr)` };
  return (
    <div className="full-screen two-rows" style={style}>
      <BotTable wide />
      <BotSessions botId={null} />
    </div>
  );
}
