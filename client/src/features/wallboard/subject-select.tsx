import type { Tile } from '@floorwalk/shared/api/settings';
import { t } from '../../messages/text.ts';
import type { BoardSource } from '../../tv/board-view.tsx';
import type { TileMetric } from '../../tv/tile-metric.ts';

type Subject = NonNullable<Tile['subject']>;
type Table = Subject['table'];

/** Of what a tile shows its number: the site, a group, a team, a queue, or a bot. A list shows the parts of what is chosen. */
export function SubjectSelect({
  tile,
  metric,
  source,
  onChange,
}: {
  readonly tile: Tile;
  readonly metric: TileMetric;
  readonly source: BoardSource;
  readonly onChange: (subject: Subject) => void;
}) {
  const isList = tile.kind === 'list';
  const table = tile.subject?.table ?? 'sites';
  const chosen = toValue(
    isList && (table === 'queues' || table === 'sites') ? { table: 'sites' } : { ...tile.subject, table },
  );
  const groups: readonly { readonly table: Table; readonly label: string }[] =
    metric.subject === 'bot'
      ? isList
        ? []
        : [{ table: 'bots', label: t('boards.subject.bots') }]
      : [
          { table: 'groups', label: t('boards.subject.groups') },
          { table: 'teams', label: t('boards.subject.teams') },
          ...(isList ? [] : [{ table: 'queues' as const, label: t('boards.subject.queues') }]),
        ];
  const known = new Set([toValue({ table: 'sites' }), toValue({ table: 'bots' })]);
  const options = groups.map((group) => ({
    ...group,
    rows: [...source.rows[group.table].rows()]
      .map(({ id, name }) => ({ value: toValue({ table: group.table, id }), name }))
      .toSorted((left, right) => left.name.localeCompare(right.name)),
  }));
  for (const group of options) for (const row of group.rows) known.add(row.value);
  const whole =
    metric.subject === 'queue'
      ? {
          value: toValue({ table: 'sites' }),
          label: isList ? t('boards.subject.all-queues') : t('boards.subject.site'),
        }
      : { value: toValue({ table: 'bots' }), label: isList ? t('boards.subject.all-bots') : t('boards.choose') };
  return (
    <label className="field">
      <span>{t('boards.tile.subject')}</span>
      <select className="select" value={chosen} onChange={(event) => onChange(fromValue(event.target.value))}>
        <option value={whole.value}>{whole.label}</option>
        {!known.has(chosen) && <option value={chosen}>{tile.subject?.id ?? chosen}</option>}
        {options.map(
          (group) =>
            group.rows.length > 0 && (
              <optgroup key={group.table} label={group.label}>
                {group.rows.map((row) => (
                  <option key={row.value} value={row.value}>
                    {row.name}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </select>
    </label>
  );
}

function toValue({ table, id }: Subject): string {
  return id === undefined ? table : `${table}:${id}`;
}

function fromValue(value: string): Subject {
  const colon = value.indexOf(':');
  if (colon === -1) return { table: value as Table };
  return { table: value.slice(0, colon) as Table, id: value.slice(colon + 1) };
}
