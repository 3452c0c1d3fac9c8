import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MatrixAnswer } from '@floorwalk/shared/api/escalation';
import { ANY, IMPACTS, type MatrixCell, type SeverityMatrix } from '@floorwalk/shared/escalation/matrix';
import { fetchMatrix, putMatrix } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { announce } from '../../ui/announcer.tsx';
import { EditorForm } from '../../ui/editor-form.tsx';
import { Field } from '../../ui/form-parts.tsx';
import { formatDate, formatSpan, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { HighValueFields, MatrixEditCell } from './matrix-fields.tsx';
import { usePolicies } from './use-policies.ts';

type Column = { readonly tier: string; readonly contract: string };

/** The severity matrix as a grid: impact down, customer tier and contract across. */
export function MatrixGrid() {
  const siteId = useSiteId();
  const mayEdit = useMay('edit-policies', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const [editing, setEditing] = useState<MatrixAnswer | null>(null);
  const versions = useQuery({
    queryKey: ['escalation-matrix', siteId],
    queryFn: () => fetchMatrix(siteId),
    refetchOnMount: 'always',
  });
  if (versions.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (versions.isError) return <p role="alert">{problemWords(versions.error)}</p>;
  const [current, ...former] = versions.data;
  if (current === undefined) return null;
  if (editing !== null) return <MatrixEditor opened={editing} close={() => setEditing(null)} />;
  const { matrix } = current;
  return (
    <>
      <p className="quiet">{t('matrix.text')}</p>
      <MatrixTable matrix={matrix} />
      <section aria-labelledby="matrix-high-value">
        <h2 id="matrix-high-value">{t('matrix.high-value')}</h2>
        <p>{t('matrix.high-value.text')}</p>
        {matrix.highValue !== null && (
          <p>
            {Math.round(matrix.highValue.nearShare * 100)} % · <CellWords cell={matrix.highValue} />
          </p>
        )}
      </section>
      <p className="quiet">{t('matrix.version', { version: current.version, name: current.setBy.name })}</p>
      {edits && (
        <p>
          <button type="button" className="button button-primary" onClick={() => setEditing(current)}>
            {t('matrix.edit')}
          </button>
        </p>
      )}
      {former.length > 0 && <FormerVersions versions={former} />}
    </>
  );
}

function FormerVersions({ versions }: { readonly versions: readonly MatrixAnswer[] }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  return (
    <details>
      <summary>{t('matrix.history')}</summary>
      {versions.map(({ version, matrix, setBy, setAt }) => (
        <section key={version}>
          <p>
            {t('matrix.version', { version, name: setBy.name })} · {formatDate(setAt, zone)}{' '}
            {formatTimeShort(setAt, zone)}
          </p>
          <MatrixTable matrix={matrix} />
        </section>
      ))}
    </details>
  );
}

function MatrixTable({ matrix }: { readonly matrix: SeverityMatrix }) {
  const columns = columnsOf(matrix);
  return (
    <div className="table-frame">
      <table className="table matrix-table">
        <MatrixHead columns={columns} />
        <tbody>
          {IMPACTS.map((impact) => (
            <tr key={impact}>
              <th scope="row">{t(`impact.${impact}`)}</th>
              {columns.map((column) => {
                const cell = cellAt(matrix, impact, column);
                return (
                  <td key={keyOf(column)} data-quiet={cell === undefined || undefined}>
                    {cell === undefined ? (
                      <span className="quiet">{t('matrix.empty')}</span>
                    ) : (
                      <CellWords cell={cell} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MatrixHead({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{t('matrix.impact')}</th>
        {columns.map((column) => (
          <th key={keyOf(column)} scope="col">
            {columnWords(column)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function CellWords({
  cell,
}: {
  readonly cell: Pick<MatrixCell, 'policyId' | 'acknowledgeWithinMs' | 'resolveWithinMs'>;
}) {
  const policy = useRow('escalationPolicies', cell.policyId);
  return t('matrix.clock', {
    policy: policy?.policy.name ?? cell.policyId,
    acknowledge: formatSpan(cell.acknowledgeWithinMs),
    resolve: formatSpan(cell.resolveWithinMs),
  });
}

function MatrixEditor({ opened, close }: { readonly opened: MatrixAnswer; readonly close: () => void }) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const policies = usePolicies();
  const [matrix, setMatrix] = useState(opened.matrix);
  const [added, setAdded] = useState<readonly Column[]>([]);
  const putting = useMutation({
    mutationFn: () => putMatrix(siteId, matrix, opened.version),
    onSuccess: ({ version }) => {
      announce(t('matrix.put-done', { version }));
      void queries.invalidateQueries({ queryKey: ['escalation-matrix', siteId] });
      close();
    },
  });
  const columns = columnsOf(matrix, added);
  const put = (cell: MatrixCell | null, impact: MatrixCell['impact'], column: Column) => {
    const index = matrix.cells.findIndex((one) => one.impact === impact && keyOf(one) === keyOf(column));
    const cells = [...matrix.cells];
    if (cell === null) cells.splice(index, 1);
    else if (index < 0) cells.push(cell);
    else cells[index] = cell;
    setMatrix({ ...matrix, cells });
  };
  return (
    <EditorForm
      className="policy-editor"
      title={t('matrix.edit')}
      putting={putting}
      action={t('matrix.put')}
      close={close}
    >
      <div className="table-frame">
        <table className="table matrix-table">
          <MatrixHead columns={columns} />
          <tbody>
            {IMPACTS.map((impact) => (
              <tr key={impact}>
                <th scope="row">{t(`impact.${impact}`)}</th>
                {columns.map((column) => {
                  const index = matrix.cells.findIndex((one) => one.impact === impact && keyOf(one) === keyOf(column));
                  return (
                    <td key={keyOf(column)}>
                      <MatrixEditCell
                        at={`/cells/${index}`}
                        cell={matrix.cells[index]}
                        start={{ ...startCell(matrix, impact), ...column }}
                        names={{ impact: t(`impact.${impact}`), column: columnWords(column) }}
                        policies={policies}
                        onChange={(cell) => put(cell, impact, column)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <AddColumn onAdd={(column) => setAdded([...added, column])} />
      <HighValueFields
        watch={matrix.highValue}
        policies={policies}
        onChange={(highValue) => setMatrix({ ...matrix, highValue })}
      />
    </EditorForm>
  );
}

function AddColumn({ onAdd }: { readonly onAdd: (column: Column) => void }) {
  const [tier, setTier] = useState(ANY);
  const [contract, setContract] = useState(ANY);
  return (
    <div className="button-row">
      <Field label={t('matrix.tier')}>
        <input value={tier} maxLength={200} onChange={(event) => setTier(event.target.value)} />
      </Field>
      <Field label={t('matrix.contract')}>
        <input value={contract} maxLength={200} onChange={(event) => setContract(event.target.value)} />
      </Field>
      <button
        type="button"
        className="button button-small"
        disabled={tier.trim() === '' || contract.trim() === ''}
        onClick={() => onAdd({ tier: tier.trim(), contract: contract.trim() })}
      >
        {t('matrix.add')}
      </button>
    </div>
  );
}

/** What a cell begins with that is set apart: what holds for any. */
function startCell(matrix: SeverityMatrix, impact: MatrixCell['impact']): MatrixCell {
  const any = cellAt(matrix, impact, { tier: ANY, contract: ANY });
  if (any !== undefined) return any;
  return { impact, tier: ANY, contract: ANY, policyId: '', acknowledgeWithinMs: 900_000, resolveWithinMs: 14_400_000 };
}

function cellAt(matrix: SeverityMatrix, impact: string, column: Column): MatrixCell | undefined {
  return matrix.cells.find((cell) => cell.impact === impact && keyOf(cell) === keyOf(column));
}

/** Any first, then what is named, in the order in which it was. */
function columnsOf(matrix: SeverityMatrix, added: readonly Column[] = []): readonly Column[] {
  const columns = new Map<string, Column>([[keyOf({ tier: ANY, contract: ANY }), { tier: ANY, contract: ANY }]]);
  for (const { tier, contract } of [...matrix.cells, ...added])
    columns.set(keyOf({ tier, contract }), { tier, contract });
  return [...columns.values()];
}

function keyOf({ tier, contract }: Column): string {
  return JSON.stringify([tier.toLowerCase(), contract.toLowerCase()]);
}

function columnWords({ tier, contract }: Column): string {
  if (tier === ANY && contract === ANY) return t('matrix.column-any');
  const words = (name: string) => (name === ANY ? t('escalation.any') : name);
  return t('matrix.column', { tier: words(tier), contract: words(contract) });
}
