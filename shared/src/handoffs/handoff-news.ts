import { agreementKey, type Department } from './department.ts';
import type { HandoffEffect, HandoffNews } from './decide-handoff.ts';
import type { Handoff } from './handoff.ts';
import { formatLocalMinute } from '../kit/zone.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { inWords, settledBy } from '../words/say-notice.ts';
import type { SentenceOf } from '../words/sentences.ts';

/** Under which source handoffs speak on the log. */
export const HANDOFFS_SOURCE = 'floorwalk/handoffs';

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
  const from = { source: HANDOFFS_SOURCE, time };
  switch (effect.kind) {
    case 'notify': {
      const { noticeId, to, urgency } = effect;
      const said = inWords(sentenceOf(effect.about, handoff, department), bodyOf(handoff, department, dueAt));
      const data = { noticeId, about, to: [...to], urgency, ...said, path: 'handoffs' };
      return [{ ...from, id: noticeId, type: 'notice.requested', data }];
    }
    case 'withdraw-notices': {
      const state = handoff.endedAt === null ? 'accepted' : handoff.state;
      const why = settledBy({ key: 'settled.handoff', values: { state } });
      const id = `handoff-${handoff.id}-withdrawn-${handoff.moveCount}`;
      return [{ ...from, id, type: 'notice.withdrawn', data: { about, ...why } }];
    }
    case 'escalate': {
      const { requestId, impact, why } = effect;
      const data = {
        requestId,
        about,
        ...inWords(sentenceOf(why, handoff, department), bodyOf(handoff, department, dueAt)),
        impact,
        ...(handoff.fromDepartmentId !== null && {
          contract: agreementKey(handoff.fromDepartmentId, handoff.toDepartmentId),
        }),
        ...(handoff.tier !== null && { tier: handoff.tier }),
        ...(handoff.queueId !== null && { queueId: handoff.queueId }),
        ...(handoff.customerRef !== null && { customerRef: handoff.customerRef }),
        ...(department.teamIds[0] !== undefined && { teamId: department.teamIds[0] }),
      };
      return [{ ...from, id: requestId, type: 'escalation.requested', data }];
    }
    case 'withdraw-escalation': {
      const id = `${effect.requestId}-withdrawn`;
      const why = settledBy({ key: 'settled.handoff', values: { state: handoff.state } });
      const data = { requestId: effect.requestId, ...why };
      return [{ ...from, id, type: 'escalation.request-withdrawn', data }];
    }
    case 'wake-at':
      return [];
  }
}

function sentenceOf(
  what: HandoffNews | 'broken-by' | 'not-accepted-by',
  { title }: Handoff,
  { name }: Department,
): SentenceOf {
  return { key: `handoff.${what}`, values: { department: name, title } };
}

function bodyOf(handoff: Handoff, { calendar }: Department, dueAt: number | null): SentenceOf[] {
  const due = handoff.breachedAt ?? dueAt;
  const { bounceCount } = handoff;
  return [
    { key: 'handoff.in-hands', values: { name: handoff.owner.name } },
    due === null
      ? { key: 'handoff.clock-stands', values: {} }
      : { key: 'handoff.promised-for', values: { at: formatLocalMinute(calendar.zone, due) } },
    ...(bounceCount > 0 ? [{ key: 'handoff.sent-back', values: { count: bounceCount } } as const] : []),
  ];
}
