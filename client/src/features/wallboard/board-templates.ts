import type { Board, Tile } from '@floorwalk/shared/api/settings';
import type { MessageKey } from '../../messages/message-key.ts';
import type { Place } from '../../tv/board-frame.ts';
import type { Page } from './board-draft.ts';

export type Subject = NonNullable<Tile['subject']>;

/** What a template is filled with. `words` gives the texts in the language of who makes the board. */
export type TemplateInput = { readonly subject: Subject; readonly words: (key: MessageKey) => string };

export type Template = {
  readonly id: 'team-floor' | 'queue-focus' | 'bots' | 'executive' | 'empty';
  /** Which kind of thing the person chooses for it; none where it always shows the whole site. */
  readonly asks: 'team' | 'queue' | null;
  readonly pages: (input: TemplateInput) => Page[];
};

const at = (x: number, y: number, width: number, height: number): Place => ({ x, y, width, height });
const SITE: Subject = { table: 'sites' };

/** Starting points: each is one question of one kind of viewer. Thresholds are usual ones, there to be changed. */
export const TEMPLATES: readonly Template[] = [
  { id: 'team-floor', asks: 'team', pages: teamFloor },
  { id: 'queue-focus', asks: 'queue', pages: queueFocus },
  { id: 'bots', asks: null, pages: bots },
  { id: 'executive', asks: null, pages: executive },
  {
    id: 'empty',
    asks: null,
    pages: ({ words }) => [{ id: 'page-1', title: words('boards.template.page.now'), tiles: [] }],
  },
];

function teamFloor({ subject, words }: TemplateInput): Page[] {
  return [
    {
      id: 'now',
      title: words('boards.template.page.now'),
      tiles: [
        { id: 'sl', kind: 'gauge', metric: 'service-level', window: 'last30m', subject, ...at(0, 0, 6, 7) },
        { id: 'waiting', kind: 'trend', metric: 'waiting', subject, warning: 10, critical: 20, ...at(6, 0, 6, 7) },
        longest('longest', subject, at(0, 7, 4, 5)),
        { id: 'available', kind: 'number', metric: 'agents-available', subject, ...at(4, 7, 4, 5) },
        abandon('abandon', subject, 'last30m', at(8, 7, 4, 5)),
      ],
    },
    {
      id: 'queues',
      title: words('boards.template.page.queues'),
      tiles: [
        { id: 'worst', kind: 'list', metric: 'service-level', window: 'last30m', subject, ...at(0, 0, 6, 12) },
        {
          id: 'longest-list',
          kind: 'list',
          metric: 'longest-wait',
          subject,
          warning: 60_000,
          critical: 180_000,
          ...at(6, 0, 6, 12),
        },
      ],
    },
  ];
}

function queueFocus({ subject, words }: TemplateInput): Page[] {
  return [
    {
      id: 'now',
      title: words('boards.template.page.now'),
      tiles: [
        { id: 'waiting', kind: 'trend', metric: 'waiting', subject, warning: 5, critical: 10, ...at(0, 0, 8, 7) },
        longest('longest', subject, at(8, 0, 4, 7)),
        { id: 'sl', kind: 'gauge', metric: 'service-level', window: 'last30m', subject, ...at(0, 7, 4, 5) },
        { id: 'estimate', kind: 'number', metric: 'wait-estimate', subject, ...at(4, 7, 4, 5) },
        {
          id: 'agents',
          kind: 'number',
          metric: 'agents-available',
          subject,
          warning: 2,
          critical: 1,
          ...at(8, 7, 4, 5),
        },
      ],
    },
  ];
}

function bots({ words }: TemplateInput): Page[] {
  const subject: Subject = { table: 'bots' };
  return [
    {
      id: 'bots',
      title: words('boards.template.page.bots'),
      tiles: [
        { id: 'mean', kind: 'list', metric: 'bot-confidence-mean', window: 'last30m', subject, ...at(0, 0, 6, 7) },
        {
          id: 'unsure',
          kind: 'list',
          metric: 'bot-uncertain-now',
          subject,
          warning: 3,
          critical: 8,
          ...at(6, 0, 6, 7),
        },
        { id: 'contained', kind: 'list', metric: 'bot-containment', window: 'today', subject, ...at(0, 7, 6, 5) },
        { id: 'left', kind: 'list', metric: 'bot-abandoned-rate', window: 'today', subject, ...at(6, 7, 6, 5) },
      ],
    },
  ];
}

function executive({ words }: TemplateInput): Page[] {
  return [
    {
      id: 'today',
      title: words('boards.template.page.today'),
      tiles: [
        { id: 'sl', kind: 'gauge', metric: 'service-level', window: 'today', subject: SITE, ...at(0, 0, 8, 7) },
        { id: 'offered', kind: 'number', metric: 'offered', window: 'today', subject: SITE, ...at(8, 0, 4, 7) },
        abandon('abandon', SITE, 'today', at(0, 7, 4, 5)),
        {
          id: 'fcr',
          kind: 'number',
          metric: 'first-contact-resolution',
          window: 'today',
          subject: SITE,
          ...at(4, 7, 4, 5),
        },
        { id: 'survey', kind: 'number', metric: 'survey-top-share', window: 'today', subject: SITE, ...at(8, 7, 4, 5) },
      ],
    },
  ];
}

function longest(id: string, subject: Subject, place: Place): Tile {
  return { id, kind: 'number', metric: 'longest-wait', subject, warning: 60_000, critical: 180_000, ...place };
}

function abandon(id: string, subject: Subject, window: string, place: Place): Tile {
  return { id, kind: 'number', metric: 'abandon-rate', window, subject, target: 0.05, critical: 0.1, ...place };
}

/** A whole board from a template. `teamId` is whose board it is; screens then see that team's rows only. */
export function boardFromTemplate(
  template: Template,
  input: TemplateInput,
  about: { readonly siteId: string; readonly teamId: string | null; readonly name: string },
): Omit<Board, 'id' | 'updatedAt'> {
  return {
    ...about,
    pages: template.pages(input),
    rotateSeconds: 20,
    theme: 'dark',
    screenInches: 55,
    viewingDistanceMetres: 5,
  };
}
