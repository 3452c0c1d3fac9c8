import { createContext } from 'react';

/**
 * Whether live tables are drawn as plain tables of a hundred rows a page, rather than as grids that draw only what is in sight: so that
 * the browser's own search and a screen reader's reading on find every row.
 */
export const ListMode = createContext(false);
