import type { Board } from '@floorwalk/shared/api/settings';
import { t } from '../../messages/text.ts';
import type { BoardSource } from '../../tv/board-view.tsx';
import { BOARD_THEMES } from '../../tv/day-night.ts';
import type { DraftAction } from './board-draft.ts';

const INCHES = [32, 43, 50, 55, 65, 75, 85, 98] as const;
const METRES = [2, 3, 4, 5, 6, 8, 10, 12, 15] as const;
const SECONDS = [10, 15, 20, 30, 45, 60, 120, 300] as const;

/** What holds for the whole board. */
export function BoardForm({
  board,
  source,
  act,
}: {
  readonly board: Board;
  readonly source: BoardSource;
  readonly act: (action: DraftAction) => void;
}) {
  const teams = [...source.rows.teams.rows()].toSorted((left, right) => left.name.localeCompare(right.name));
  const unknownTeam = board.teamId !== null && !teams.some(({ id }) => id === board.teamId);
  return (
    <form className="form" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{t('boards.board.name')}</span>
        <input
          value={board.name}
          required
          maxLength={100}
          aria-invalid={board.name.trim() === ''}
          onChange={(event) => act({ kind: 'set', change: { name: event.target.value } })}
        />
        {board.name.trim() === '' && <small className="field-problem">{t('boards.board.name-needed')}</small>}
      </label>
      <label className="field">
        <span>{t('boards.board.team')}</span>
        <select
          className="select"
          value={board.teamId ?? ''}
          onChange={(event) =>
            act({ kind: 'set', change: { teamId: event.target.value === '' ? null : event.target.value } })
          }
        >
          <option value="">{t('boards.board.whole-site')}</option>
          {unknownTeam && <option value={board.teamId ?? ''}>{board.teamId}</option>}
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <small className="quiet">{t('boards.board.team-hint')}</small>
      </label>
      <NumberSelect
        label={t('boards.board.inches')}
        value={board.screenInches}
        choices={INCHES}
        words={(count) => t('boards.board.inches-value', { count })}
        onChange={(screenInches) => act({ kind: 'set', change: { screenInches } })}
      />
      <NumberSelect
        label={t('boards.board.distance')}
        value={board.viewingDistanceMetres}
        choices={METRES}
        words={(count) => t('boards.board.distance-value', { count })}
        onChange={(viewingDistanceMetres) => act({ kind: 'set', change: { viewingDistanceMetres } })}
      />
      <NumberSelect
        label={t('boards.board.rotate')}
        value={board.rotateSeconds}
        choices={SECONDS}
        words={(count) => t('boards.board.rotate-value', { count })}
        onChange={(rotateSeconds) => act({ kind: 'set', change: { rotateSeconds } })}
      />
      <label className="field">
        <span>{t('boards.board.theme')}</span>
        <select
          className="select"
          value={board.theme}
          onChange={(event) => act({ kind: 'set', change: { theme: event.target.value as Board['theme'] } })}
        >
          {BOARD_THEMES.map((theme) => (
            <option key={theme} value={theme}>
              {t(`boards.theme.${theme}`)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function NumberSelect({
  label,
  value,
  choices,
  words,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly choices: readonly number[];
  readonly words: (value: number) => string;
  readonly onChange: (value: number) => void;
}) {
  const all = choices.includes(value) ? choices : [...choices, value].toSorted((left, right) => left - right);
  return (
    <label className="field">
      <span>{label}</span>
      <select className="select" value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {all.map((choice) => (
          <option key={choice} value={choice}>
            {words(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}
