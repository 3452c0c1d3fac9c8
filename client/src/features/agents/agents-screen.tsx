import { AgentTable } from './agent-table.tsx';

/** Every agent in full width. */
export default function AgentsScreen() {
  return (
    <div className="full-screen">
      <AgentTable wide />
    </div>
  );
}
