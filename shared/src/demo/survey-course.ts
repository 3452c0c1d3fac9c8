import type { ContactCourseParts } from './contact-course.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const ANSWERED_SHARE = 0.11;

const GOOD_COMMENTS = [
  'Quick and friendly, thank you.',
  'She knew at once what to do.',
  'Solved on the first try.',
  'Better than I expected.',
] as const;
const BAD_COMMENTS = [
  'I had to explain everything twice.',
  'Far too long in the queue.',
  'The chatbot did not understand me at all.',
  'Still not solved.',
] as const;

/** Some customers answer a survey minutes after they were served; who waited long is less pleased. */
export function createSurveyCourse(world: World): ContactCourseParts['onServed'] {
  const random = world.random.fork('surveys');
  return ({ contactId, queueId, agentId, waitMs }) => {
    if (!random.chance(ANSWERED_SHARE)) return;
    const pleased = random.between(0, 1) + 0.28 - Math.min(0.5, waitMs / (6 * MINUTE));
    const resolved = random.chance(0.45 + 0.5 * Math.max(0, Math.min(1, pleased)));
    const scale = random.weighted([['csat', 6] as const, ['nps', 3] as const, ['ces', 2] as const]);
    const [least, most] = { csat: [1, 5], nps: [0, 10], ces: [1, 7] }[scale] as [number, number];
    const score = Math.max(least, Math.min(most, Math.round(least + (most - least) * (pleased * 0.75 + 0.28))));
    const share = (score - least) / (most - least);
    const comment = share > 0.7 ? random.pick(GOOD_COMMENTS) : random.pick(BAD_COMMENTS);
    const speaks = random.chance(0.3);
    world.after(random.between(1, 6) * MINUTE, () => {
      world.emit('survey.answered', {
        surveyId: 'after-contact',
        contactId,
        queueId,
        agentId,
        scale,
        score,
        resolved,
        ...(speaks ? { comment } : {}),
      });
    });
  };
}
