import { agreementKey, type Department } from './department.ts';
import type { HandoffEffect, HandoffNews } from './decide-handoff.ts';
import type { Handoff } from './handoff.ts';
import { formatLocalMinute } from '../kit/zone.ts';
import type { NewEvent } from '../kit/logged-event.ts';

/** Under which source handoffs speak on the log. */
export const HANDOFFS_SOURCE = 'floorwalk/handoffs';

/** The longest label on the log. */
const MAX_TITLE = 200;

const NEWS: Record<HandoffNews, (department: string) => string> = {
  opened: (department) => `Handed to ${department}`,
  assigned: (department) => `Given to you at ${department}`,
  returned: (department) => `Sent back by ${department}`,
  excepted: (department) => `Sent to and fro too often, yours to decide (${department})`,
  warned: (department) => `Promise about to be broken (${department})`,
  breached: (department) => `Promise broken (${department})`,
};

/** What a decision's effects say on the log: whom to tell, what to escalate, what is settled. `time` is epoch ms of the site's clock. */
export function newsOf(
  handoff: Handoff,
  effects: readonly HandoffEffect[],
  context: { readonly department: Department; readonly dueAt: number | null; readonly time: number },
): NewEvent[] {
  return effects.flatMap((effect) => newsOfOne(handoff, effect, context));
}

function newsOfOne(
  handoff: Handoff,
  effect: HandoffEffect,
  {
    department,
    dueAt,
    time,
  }: { readonly department: Department; readonly dueAt: number | null; readonly time: number },
): NewEvent[] {
  const about = { kind: 'handoff', id: handoff.id } as const;
  const said = { source: HANDOFFS_SOURCE, time };
  switch (effect.kind) {
    case 'notify': {
      const { noticeId, to, urgency } = effect;
      const title = clip(`${NEWS[effect.about](department.name)}: ${handoff.title}`);
      const body = bodyOf(handoff, department, dueAt);
      const data = { noticeId, about, to: [...to], urgency, title, body, path: 'handoffs' };
      return [{ ...said, id: noticeId, type: 'notice.requested', data }];
    }
    case 'withdraw-notices': {
      const reason = handoff.endedAt === null ? 'accepted' : handoff.state;
      const id = `handoff-${handoff.id}-withdrawn-${handoff.moveCount}`;
      return [{ ...said, id, type: 'notice.withdrawn', data: { about, reason } }];
    }
    case 'escalate': {
      const { requestId, impact } = effect;
      const data = {
        requestId,
        about,
        title: clip(`Promise broken by ${department.name}: ${handoff.title}`),
        body: bodyOf(handoff, department, dueAt),
        impact,
        ...(handoff.fromDepartmentId !== null && {
          contract: agreementKey(handoff.fromDepartmentId, handoff.toDepartmentId),
        }),
        ...(handoff.tier !== null && { tier: handoff.tier }),
        ...(handoff.queueId !== null && { queueId: handoff.queueId }),
        ...(handoff.customerRef !== null && { customerRef: handoff.customerRef }),
        ...(department.teamIds[0] !== undefined && { teamId: department.teamIds[0] }),
      };
      return [{ ...said, id: requestId, type: 'escalation.requested', data }];
    }
    case 'withdraw-escalation': {
      const id = `${effect.requestId}-withdrawn`;
      const data = { requestId: effect.requestId, reason: handoff.state };
      return [{ ...said, id, type: 'escalation.request-withdrawn', data }];
    }
    case 'wake-at':
      return [];
  }
}

function bodyOf(handoff: Handoff, { calendar }: Department, dueAt: number | null): string {
  const due = handoff.breachedAt ?? dueAt;
  const parts = [
    `In the hands of ${handoff.owner.name}.`,
    due === null ? 'The clock stands.' : `Promised for ${formatLocalMinute(calendar.zone, due)}.`,
    handoff.bounceCount > 0 ? `Sent back ${handoff.bounceCount} times.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function clip(text: string): string {
  return text.length <= MAX_TITLE ? text : `${text.slice(0, MAX_TITLE - 1)}…`;
}
