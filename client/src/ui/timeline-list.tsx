import type { TimelineAnswer } from '@floorwalk/shared/api/history';
import { t, textOf } from '../messages/text.ts';
import { plain } from '../numbers/plain.ts';
import { formatConfidence, formatDuration, formatTime } from './format.ts';

type Entry = TimelineAnswer['entries'][number];

type Props = {
  readonly entries: readonly Entry[];
  readonly zone: string;
  /** The name of a queue, agent or bot, where it is known. */
  readonly nameOf: (kind: 'queue' | 'agent' | 'bot', id: string) => string;
  readonly onOpen: (kind: 'queue' | 'agent' | 'bot' | 'contact', id: string) => void;
  /** Whose timeline it is: not named again in every entry. */
  readonly subjectId: string;
  readonly newestFirst?: boolean;
};

/** What happened, in order, in words; a bot's turns with what it was sure of. */
export function TimelineList({ entries, zone, nameOf, onOpen, subjectId, newestFirst = false }: Props) {
  const customers = customersOf(entries);
  const lines = entries.map((entry, index) => ({ entry, before: entries[index - 1] }));
  return (
    <ol className="timeline" reversed={newestFirst}>
      {(newestFirst ? lines.reverse() : lines).map(({ entry, before }) => {
        return (
          <li key={entry.position} data-kind={entry.type.split('.')[0]}>
            <time className="numeric" dateTime={new Date(entry.time).toISOString()}>
              {formatTime(entry.time, zone)}
              {before && entry.time - before.time >= 1_000 && (
                <span className="quiet"> +{formatDuration(entry.time - before.time)}</span>
              )}
            </time>
            <div>
              <strong>{textOf(`event.${entry.type}`) ?? entry.type}</strong>
              {entry.anomaly && <span className="anomaly-mark">{t('timeline.anomaly')}</span>}
              <Facts entry={entry} nameOf={nameOf} onOpen={onOpen} subjectId={subjectId} customers={customers} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** The customer of each contact, as far as an entry tells it. */
function customersOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(({ data }) => {
      const { contactId, customerRef } = data as Readonly<Record<string, unknown>>;
      return typeof contactId === 'string' && typeof customerRef === 'string'
        ? [[contactId, customerRef] as const]
        : [];
    }),
  );
}

const LINKED = { queueId: 'queue', toQueueId: 'queue', agentId: 'agent', toAgentId: 'agent', botId: 'bot' } as const;
const TOLD = ['state', 'reason', 'to', 'intent', 'tier', 'language', 'scale', 'score', 'toDepartment'] as const;

type FactsProps = Pick<Props, 'nameOf' | 'onOpen' | 'subjectId'> & {
  readonly entry: Entry;
  readonly customers: ReadonlyMap<string, string>;
};

function Facts({ entry, nameOf, onOpen, subjectId, customers }: FactsProps) {
  const data = entry.data as Readonly<Record<string, unknown>>;
  const contactId = data['contactId'];
  const links = Object.entries(LINKED).flatMap(([key, kind]) => {
    const id = data[key];
    return typeof id === 'string' && id !== subjectId ? [{ key, kind, id }] : [];
  });
  const told = TOLD.flatMap((key) => {
    const value = data[key];
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    const text = key === 'state' ? (textOf(`agent-state.${value}`) ?? String(value)) : String(value);
    return [text];
  });
  const confidence = data['confidence'];
  const runnerUp = data['runnerUp'] as { readonly intent: string; readonly confidence: number } | undefined;
  const utterance = data['utterance'];
  const reply = data['reply'];
  const tags = Array.isArray(data['tags']) ? (data['tags'] as readonly string[]) : [];
  return (
    <div className="timeline-facts" {...plain('said')}>
      {typeof contactId === 'string' && contactId !== subjectId && (
        <button type="button" className="link-button" onClick={() => onOpen('contact', contactId)}>
          {customers.get(contactId) ?? contactId}
        </button>
      )}
      {links.map(({ key, kind, id }) => (
        <button key={key} type="button" className="link-button" onClick={() => onOpen(kind, id)}>
          {nameOf(kind, id)}
        </button>
      ))}
      {told.length > 0 && <span>{told.join(' · ')}</span>}
      {typeof confidence === 'number' && (
        <span className="numeric">
          {t('timeline.confidence', { value: formatConfidence(confidence) })}
          {runnerUp && ` (${runnerUp.intent} ${formatConfidence(runnerUp.confidence)})`}
        </span>
      )}
      {tags.length > 0 && <span className="quiet">{tags.join(', ')}</span>}
      {typeof utterance === 'string' && <q>{utterance}</q>}
      {typeof reply === 'string' && <p className="bot-reply">{reply}</p>}
    </div>
  );
}
