import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Permission } from '@floorwalk/shared/access/role';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import type { TableName } from '@floorwalk/shared/floor/rows';
import type { MessageKey } from '../messages/message-key.ts';

/** A page of the desk at `/sites/<site>/<path>`. */
export type Screen = {
  /** Below the site; may hold parameters: `settings/$section`. */
  readonly path: string;
  readonly title: MessageKey;
  /** Whoever lacks this right sees the page that names it. */
  readonly permission: Permission;
  /** Its place in the rail; absent for pages reached from elsewhere. `key` opens it after `g`. */
  readonly rail?: {
    readonly icon: LucideIcon;
    readonly key: string;
    readonly order: number;
    /** Whether the number of things that wait for the viewer stands there. */
    readonly countsWaiting?: true;
  };
  /** Whether it shows live numbers: then the time bar stands below it. */
  readonly live: boolean;
  /** Whether a live screen draws its title itself; of the others it is only read out, numbers have the room. */
  readonly titleIsDrawn?: true;
  readonly Component: ComponentType;
};

/** What a drill-down shows for one thing; `id` is the thing's own. */
export type PanelProps = { readonly id: string };

export type AlertActionsProps = { readonly alert: AlertRow };

/** A part of the Inbox. */
export type InboxSection = {
  readonly id: string;
  readonly order: number;
  readonly permission: Permission;
  readonly Component: ComponentType;
  /** How many things wait for the viewer's answer now; a hook, called on every screen. */
  readonly useWaitingCount: () => number;
};

/** Something the command palette can do or go to. */
export type Command = {
  readonly id: string;
  readonly label: string;
  /** Words it is also found by. */
  readonly hint?: string;
  readonly group: MessageKey;
  readonly run: () => void;
};

/** What a screen or a command may ask of the desk. */
export type DeskActions = {
  readonly siteId: string;
  /** Opens the drill-down of a thing in the side panel. */
  readonly openPanel: (kind: string, id: string) => void;
  readonly goTo: (path: string) => void;
};

/**
 * A part of the desk. Features do not know each other; they meet in the slots of the shell. One is added with its folder and one line in
 * `features/index.ts`.
 */
export type Feature = {
  readonly id: string;
  readonly screens?: readonly Screen[];
  /** Live tables its screens and blocks read. */
  readonly tables?: readonly TableName[];
  /** Blocks beside the queue table of the floor, from the top by `order`. */
  readonly floorBlocks?: readonly { readonly id: string; readonly order: number; readonly Component: ComponentType }[];
  /** Drill-downs by kind: `queue`, `agent`, `contact`, `bot`, … */
  readonly panels?: Readonly<Record<string, ComponentType<PanelProps>>>;
  /** Tables a drill-down needs beyond the usual ones while it is open. */
  readonly panelTables?: Readonly<Record<string, readonly TableName[]>>;
  /** What one can do about the thing of a drill-down, below it; each answers nothing where the viewer may not. By kind of panel. */
  readonly panelActions?: Readonly<Record<string, ComponentType<PanelProps>>>;
  /** What one can do about an alert, beside acknowledging and silencing. */
  readonly AlertActions?: ComponentType<AlertActionsProps>;
  /** Parts of the Inbox, from the top by `order`: what came to the viewer, to be answered. `count` is how many wait, for the rail and the title. */
  readonly inboxSections?: readonly InboxSection[];
  /** Parts of the Staffing screen below its chart, from the top by `order`. */
  readonly staffingBlocks?: readonly {
    readonly id: string;
    readonly order: number;
    readonly permission: Permission;
    readonly Component: ComponentType;
  }[];
  /** A mark in the top bar of every screen. */
  readonly TopMark?: ComponentType;
  /** A bar below every live screen. */
  readonly LiveBar?: ComponentType;
  /** What the palette offers; called when it opens. */
  readonly commands?: (desk: DeskActions) => readonly Command[];
};
