import { AgentTable } from './agent-table.tsx';

export function AgentsBlock() {
  return <AgentTable wide={false} />;
}
