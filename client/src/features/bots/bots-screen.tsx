import { BotSessions } from './bot-sessions.tsx';
import { BotTable } from './bot-table.tsx';

/** The bots in full width, and every session in which one is unsure. */
export default function BotsScreen() {
  return (
    <div className="full-screen two-rows">
      <BotTable wide />
      <BotSessions botId={null} />
    </div>
  );
}
