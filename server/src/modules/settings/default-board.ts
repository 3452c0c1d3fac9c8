import type { Board, Tile } from '@floorwalk/shared/api/settings';

const PREFIX = 'default:';

/** The id of the board a site has before anybody made one. */
export function defaultBoardId(siteId: string): string {
  return PREFIX + siteId;
}

/** The site whose default board an id names; `null` for other ids. */
export function siteOfDefaultBoard(boardId: string): string | null {
  return boardId.startsWith(PREFIX) ? boardId.slice(PREFIX.length) : null;
}

/** A headline and six numbers, then queue by queue, then the bots where there are any. Readable at five metres on 55 inches. */
export function defaultBoard(siteId: string, siteName: string, hasBots: boolean): Board {
  return {
    id: defaultBoardId(siteId),
    siteId,
    teamId: null,
    name: siteName.slice(0, 100) || 'Wallboard',
    pages: [
      { id: 'now', title: 'Now', tiles: nowTiles() },
      { id: 'queues', title: 'Queues', tiles: queueTiles() },
      ...(hasBots ? [{ id: 'bots', title: 'Bots', tiles: botTiles() }] : []),
    ],
    rotateSeconds: 20,
    theme: 'dark',
    screenInches: 55,
    viewingDistanceMetres: 5,
    updatedAt: 0,
  };
}

function nowTiles(): Tile[] {
  const subject = { table: 'sites' } as const;
  const today = { window: 'today' } as const;
  return [
    { id: 'service-level', kind: 'gauge', metric: 'service-level', subject, ...today, ...place(0, 0, 6, 12) },
    { id: 'waiting', kind: 'trend', metric: 'waiting', subject, ...place(6, 0, 3, 4) },
    {
      id: 'longest-wait',
      kind: 'number',
      metric: 'longest-wait',
      subject,
      ...limits(60_000, 180_000),
      ...place(9, 0, 3, 4),
    },
    { id: 'available', kind: 'number', metric: 'agents-available', subject, ...place(6, 4, 3, 4) },
    {
      id: 'abandoned',
      kind: 'number',
      metric: 'abandon-rate',
      subject,
      ...today,
      ...limits(0.05, 0.1),
      ...place(9, 4, 3, 4),
    },
    { id: 'answered', kind: 'number', metric: 'answered', subject, ...today, ...place(6, 8, 3, 4) },
    { id: 'estimate', kind: 'number', metric: 'wait-estimate', subject, ...place(9, 8, 3, 4) },
  ];
}

function queueTiles(): Tile[] {
  const subject = { table: 'queues' } as const;
  return [
    { id: 'waiting', kind: 'list', metric: 'waiting', subject, ...place(0, 0, 6, 12) },
    { id: 'service-level', kind: 'list', metric: 'service-level', window: 'last30m', subject, ...place(6, 0, 6, 12) },
  ];
}

function botTiles(): Tile[] {
  const subject = { table: 'bots' } as const;
  return [
    {
      id: 'confidence',
      kind: 'list',
      metric: 'bot-confidence-mean',
      window: 'last30m',
      subject,
      ...place(0, 0, 6, 12),
    },
    { id: 'uncertain', kind: 'list', metric: 'bot-uncertain-now', subject, ...place(6, 0, 6, 12) },
  ];
}

const place = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const limits = (warning: number, critical: number) => ({ warning, critical });
