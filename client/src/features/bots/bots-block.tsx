import { BotTable } from './bot-table.tsx';

export function BotsBlock() {
  return <BotTable wide={false} />;
}
