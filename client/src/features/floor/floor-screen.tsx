import { useFeatures } from '../../shell/feature-slots.ts';
import { KpiStrip } from './kpi-strip.tsx';
import { QueueTable } from './queue-table.tsx';

/** The supervisor's home: what burns stands on top, who can help beside it. */
export default function FloorScreen() {
  const blocks = useFeatures()
    .flatMap((feature) => feature.floorBlocks ?? [])
    .sort((left, right) => left.order - right.order);
  return (
    <div className="floor">
      <KpiStrip />
      <QueueTable />
      <div className="floor-side">
        {blocks.map(({ id, Component }) => (
          <Component key={id} />
        ))}
      </div>
    </div>
  );
}
