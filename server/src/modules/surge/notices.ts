import type { Addressee } from '@floorwalk/shared/access/addressee';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SurgeEffects } from '@floorwalk/shared/surge/decide-surge';
import { asText, inWords, settledBy, type InWords } from '@floorwalk/shared/words/say-notice';
import type { SentenceOf } from '@floorwalk/shared/words/sentences';
import { isOver, type Surge } from '@floorwalk/shared/surge/surge';
import { SURGES_SOURCE } from './surge-store.ts';

/** Most people a surge tells at once; the list of a notice has room for so many. */
const MOST = 100;

/** Who is to hear of a surge that moved, as events for the log. `zone` is the site's, for the times in the words. */
export function noticesOf(surge: Surge, notify: SurgeEffects['notify'], now: number, zone: string): NewEvent[] {
  const events: NewEvent[] = [];
  if (notify !== null) {
    const told = wordsOf(surge, notify, zone);
    const to = addresseesOf(surge, notify).slice(0, MOST);
    if (to.length > 0) {
      const data: NewEvent<'notice.requested'>['data'] = {
        noticeId: `surge-${surge.id}-${surge.state}-${notify}`.slice(0, 200),
        about: { kind: 'surge', id: surge.id },
        to,
        urgency: notify === 'approvers' || notify === 'agents' ? 'page' : 'inform',
        ...told,
        path: notify === 'agents' ? 'inbox' : 'surges',
        until: surge.endsAt,
      };
      events.push(said('notice.requested', data, now, `notice-${data.noticeId}`));
    }
  }
  if (isOver(surge) || surge.state === 'active') {
    const about = { kind: 'surge' as const, id: surge.id };
    const why = settledBy({ key: 'settled.surge', values: { state: surge.state } });
    events.unshift(said('notice.withdrawn', { about, ...why }, now, `withdraw-surge-${surge.id}-${surge.state}`));
  }
  return events;
}

function said<T extends 'notice.requested' | 'notice.withdrawn'>(
  type: T,
  data: NewEvent<T>['data'],
  time: number,
  id: string,
): NewEvent {
  return { id: id.slice(0, 200), source: SURGES_SOURCE, type, time, data } as NewEvent;
}

function addresseesOf(surge: Surge, notify: NonNullable<SurgeEffects['notify']>): Addressee[] {
  const requester: Addressee[] = surge.requested === null ? [] : [{ kind: 'person', personId: surge.requested.by.id }];
  const agents = surge.moves.flatMap((move): Addressee[] =>
    move.isChosen && move.agentId !== null ? [{ kind: 'agent', agentId: move.agentId }] : [],
  );
  switch (notify) {
    case 'requesters':
      return [
        ...(surge.teamId === null ? [] : [{ kind: 'team' as const, teamId: surge.teamId }]),
        { kind: 'role', role: 'supervisor' },
      ];
    case 'approvers':
      return [{ kind: 'role', role: 'supervisor' }];
    case 'requester':
      return requester;
    case 'agents':
      return agents;
    case 'everybody-in-it':
      // Before anything was offered the agents know nothing of it.
      return surge.offeredAt === null ? requester : [...requester, ...agents];
  }
}

function wordsOf(surge: Surge, notify: NonNullable<SurgeEffects['notify']>, zone: string): InWords {
  const at = (time: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(time);
  const span = `${at(surge.startsAt)}–${at(surge.endsAt)}`;
  const count = surge.moves.filter((move) => move.isChosen).length;
  const queue = surge.queueName;
  const moved: SentenceOf = { key: 'surge.moved', values: { queue, state: surge.state } };
  switch (notify) {
    case 'requesters':
      return inWords({ key: 'surge.proposed', values: { queue } }, [{ key: 'surge.look', values: { span } }]);
    case 'approvers':
      return inWords({ key: 'surge.to-approve', values: { queue } }, [
        { key: 'surge.asks', values: { name: surge.requested?.by.name ?? '', count, span } },
        ...noteOf(surge.requested?.note),
      ]);
    case 'agents':
      return inWords({ key: 'surge.can-you-help', values: { queue } }, [
        { key: 'surge.answer-by', values: { span, at: at(surge.answerBy ?? surge.endsAt) } },
      ]);
    case 'requester':
      return inWords(moved, [
        ...(surge.decided === null ? [] : [{ key: 'surge.decided', values: { name: surge.decided.by.name } } as const]),
        asText(`${span}.`),
        ...noteOf(surge.decided?.note),
      ]);
    case 'everybody-in-it':
      return inWords(moved, [asText(`${span}.`), ...noteOf(surge.ending?.note)]);
  }
}

function noteOf(note: string | null | undefined): SentenceOf[] {
  return note ? [asText(`“${note}”`)] : [];
}
