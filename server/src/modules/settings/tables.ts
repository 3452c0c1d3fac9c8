import { bigint, boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Board } from '@floorwalk/shared/api/settings';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** A named address of the console, of one person; `shared` ones are seen by everyone on the site. */
export const savedView = pgTable(
  'saved_view',
  {
    id: text().primaryKey(),
    siteId: text('site_id').notNull(),
    ownerId: text('owner_id').notNull(),
    name: text().notNull(),
    address: text().notNull(),
    shared: boolean().notNull(),
    updatedAt: epochMs('updated_at').notNull(),
  },
  (table) => [index('saved_view_site').on(table.siteId), index('saved_view_owner').on(table.ownerId)],
);

/** A wallboard; `content` is everything but its name and place. */
export const board = pgTable(
  'board',
  {
    id: text().primaryKey(),
    siteId: text('site_id').notNull(),
    teamId: text('team_id'),
    name: text().notNull(),
    content: jsonb()
      .$type<Pick<Board, 'pages' | 'rotateSeconds' | 'theme' | 'screenInches' | 'viewingDistanceMetres'>>()
      .notNull(),
    createdAt: epochMs('created_at').notNull(),
    updatedAt: epochMs('updated_at').notNull(),
  },
  (table) => [index('board_site').on(table.siteId)],
);
