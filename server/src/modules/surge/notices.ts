import type { Addressee } from '@floorwalk/shared/access/addressee';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SurgeEffects } from '@floorwalk/shared/surge/decide-surge';
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
    const reason = `The surge is ${surge.state}.`;
    events.unshift(said('notice.withdrawn', { about, reason }, now, `withdraw-surge-${surge.id}-${surge.state}`));
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

function wordsOf(
  surge: Surge,
  notify: NonNullable<SurgeEffects['notify']>,
  zone: string,
): { readonly title: string; readonly body: string } {
  const at = (time: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(time);
  const span = `${at(surge.startsAt)}–${at(surge.endsAt)}`;
  const count = surge.moves.filter((move) => move.isChosen).length;
  const title = (text: string) => `${text}: ${surge.queueName}`.slice(0, 200);
  switch (notify) {
    case 'requesters':
      return { title: title('Surge proposed'), body: `${span}. Look at the moves and request those you want.` };
    case 'approvers':
      return {
        title: title('Surge to approve'),
        body: `${surge.requested?.by.name ?? 'Somebody'} asks for ${count} moves, ${span}.${noteOf(surge.requested?.note)}`,
      };
    case 'agents':
      return {
        title: title('Can you help?'),
        body: `${span}. Your schedule would change; answer by ${at(surge.answerBy ?? surge.endsAt)}.`,
      };
    case 'requester':
      return {
        title: title(`Surge ${surge.state}`),
        body: `${surge.decided === null ? '' : `${surge.decided.by.name} decided. `}${span}.${noteOf(surge.decided?.note)}`,
      };
    case 'everybody-in-it':
      return { title: title(`Surge ${surge.state}`), body: `${span}.${noteOf(surge.ending?.note)}` };
  }
}

function noteOf(note: string | null | undefined): string {
  return note ? ` “${note}”` : '';
}
