import { describePath } from '@floorwalk/shared/escalation/describe-path';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import { t } from '../../messages/text.ts';
import { formatSpan } from '../../ui/format.ts';
import { targetWords } from './escalation-words.ts';
import { usePolicies } from './use-policies.ts';
import { useTargetNames } from './use-target-names.ts';

/** Steps beyond this are counted: repeats of the same say nothing new. */
const MOST_LINES = 12;

/** A path as a table: from the start on, who is responsible and how long they have. */
export function PathTable({ policy }: { readonly policy: EscalationPolicy }) {
  const policies = usePolicies();
  const names = useTargetNames();
  const { lines, exhaustedAfterMs } = describePath(policy, new Map(policies.map((row) => [row.id, row.policy])));
  const zone = policy.supportHours?.zone;
  return (
    <>
      {policy.description !== undefined && <p>{policy.description}</p>}
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('path.column.when')}</th>
              <th scope="col">{t('path.column.who')}</th>
              <th scope="col">{t('path.column.within')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, MOST_LINES).map((line, index) => (
              <tr key={index}>
                <td className="numeric">{whenWords(line.afterMs)}</td>
                <td>{line.targets.map((target) => targetWords(target, names)).join(', ')}</td>
                <td className="numeric">{formatSpan(line.respondWithinMs)}</td>
              </tr>
            ))}
            {lines.length > MOST_LINES && (
              <tr>
                <td colSpan={3}>{t('path.more-lines', { count: lines.length - MOST_LINES })}</td>
              </tr>
            )}
            <tr>
              <td className="numeric">{whenWords(exhaustedAfterMs)}</td>
              <td colSpan={2}>{t('path.exhausted', { owner: targetWords(policy.owner, names) })}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className="quiet">
        {[
          t('path.needed', { count: policy.acknowledgementsNeeded }),
          policy.acknowledgeTimeoutMs === null
            ? t('path.no-timeout')
            : t('path.timeout', { span: formatSpan(policy.acknowledgeTimeoutMs) }),
          zone === undefined ? null : t('path.hours', { zone }),
          policy.warRoom ? t('path.is-war-room') : null,
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
    </>
  );
}

function whenWords(afterMs: number): string {
  return afterMs === 0 ? t('path.at-once') : t('path.after', { span: formatSpan(afterMs) });
}
