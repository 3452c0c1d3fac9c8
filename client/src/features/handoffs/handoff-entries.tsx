import type { HandoffEntryAnswer } from '@floorwalk/shared/api/handoffs';
import type { MessageKey } from '../../messages/message-key.ts';
import { t, textOf } from '../../messages/text.ts';
import { businessWords, momentWords } from './handoff-words.ts';

type Props = { readonly entries: readonly HandoffEntryAnswer[]; readonly zone: string };

/** Everything that happened to a handoff, in order, with who did it and why. */
export function HandoffEntries({ entries, zone }: Props) {
  return (
    <ol className="handoff-entries">
      {entries.map((entry) => {
        const details = detailsOf(entry, zone);
        return (
          <li key={entry.move}>
            <time className="numeric quiet" dateTime={new Date(entry.at).toISOString()}>
              {momentWords(entry.at, zone)}
            </time>
            <div>
              <p>
                <strong>{textOf(`handoff-event.${entry.type.replace('handoff.', '')}`) ?? entry.type}</strong>
                <span className="quiet"> · {entry.by.name}</span>
              </p>
              {details.map((detail) => (
                <p key={detail}>{detail}</p>
              ))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What the data of an event say, in words; each event says some of it. */
function detailsOf({ type, data }: HandoffEntryAnswer, zone: string): readonly string[] {
  const told = data as Readonly<Record<string, unknown>>;
  const text = (key: string) => (typeof told[key] === 'string' ? [told[key]] : []);
  const owner = told['owner'] as { readonly name: string } | undefined;
  const documents = Array.isArray(told['documents']) ? (told['documents'] as readonly string[]) : [];
  const reason = text('reason').map((one) => (type === 'handoff.paused' ? t(`pause.${one}` as MessageKey) : one));
  return [
    ...(owner === undefined ? [] : [t('handoff.owner-is', { name: owner.name })]),
    ...text('why').map((why) => t(`handoff-why.${why}` as MessageKey)),
    ...reason,
    ...text('text'),
    ...text('note'),
    ...text('document'),
    ...text('reference'),
    ...(type === 'handoff.documents-asked' || type === 'handoff.opened' ? documents : []),
    ...(typeof told['until'] === 'number' ? [t('handoff.until', { moment: momentWords(told['until'], zone) })] : []),
    ...(typeof told['dueAt'] === 'number' ? [t('handoff.due', { moment: momentWords(told['dueAt'], zone) })] : []),
    ...(typeof told['countedMs'] === 'number'
      ? [t('handoff.business-time', { span: businessWords(told['countedMs']) })]
      : []),
  ];
}
