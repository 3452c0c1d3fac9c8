/**
 * That something changed in the inbox of somebody, never what or of whom: people share 64 signals, and whoever's signal moved asks for their notices
 * again. So what is meant for one person needs no live view of their own. `at` is epoch ms of the site's clock.
 */
export type NoticeSignalRow = {
  readonly id: string;
  readonly changeCount: number;
  readonly at: number;
};
