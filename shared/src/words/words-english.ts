import type { SentenceCatalogue } from './sentences.ts';

const FALL_BACKS: Readonly<Record<string, string>> = {
  queue: 'It goes to the queue.',
  callback: 'The customer is called back.',
  message: 'The customer may leave a message.',
};

/** Every sentence of notices in English. */
export const ENGLISH: SentenceCatalogue = {
  text: ({ text }) => text,
  labelled: ({ label, text }) => `${label}: ${text}`,

  'escalation.fires-since': ({ at }) => `Fires since ${at}.`,
  'escalation.contact-waits': ({ queue, seconds }) => `${queue}: a contact waits ${seconds} s`,
  'escalation.promised-within': ({ seconds }) => `Promised to be served within ${seconds} s in this high-value queue.`,
  'escalation.step': ({ policy, step, lap }) => `${policy}, step ${step}${lap > 1 ? `, time ${lap}` : ''}.`,
  'escalation.war-room': ({ policy }) => `${policy}: war room, everybody is called.`,
  'escalation.reassigned': ({ policy }) => `${policy}: given to you.`,
  'escalation.exhausted': ({ policy }) => `${policy}: nobody took it; it is yours to settle.`,

  'handoff.opened': ({ department, title }) => `Handed to ${department}: ${title}`,
  'handoff.assigned': ({ department, title }) => `Given to you at ${department}: ${title}`,
  'handoff.returned': ({ department, title }) => `Sent back by ${department}: ${title}`,
  'handoff.excepted': ({ department, title }) => `Sent to and fro too often, yours to decide (${department}): ${title}`,
  'handoff.acceptance-warned': ({ department, title }) => `Nobody has accepted it yet (${department}): ${title}`,
  'handoff.acceptance-missed': ({ department, title }) => `Not accepted in time (${department}): ${title}`,
  'handoff.not-accepted-by': ({ department, title }) => `Not accepted in time by ${department}: ${title}`,
  'handoff.warned': ({ department, title }) => `Promise about to be broken (${department}): ${title}`,
  'handoff.breached': ({ department, title }) => `Promise broken (${department}): ${title}`,
  'handoff.broken-by': ({ department, title }) => `Promise broken by ${department}: ${title}`,
  'handoff.in-hands': ({ name }) => `In the hands of ${name}.`,
  'handoff.clock-stands': () => 'The clock stands.',
  'handoff.promised-for': ({ at }) => `Promised for ${at}.`,
  'handoff.sent-back': ({ count }) => (count === 1 ? 'Sent back once.' : `Sent back ${count} times.`),

  'silence.ending': () => 'A silence of yours ends soon',
  'silence.ends-in': ({ reason, minutes }) =>
    `The silence you set (“${reason}”) ends in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. What it covers pages again after that.`,

  'bot.drifted': ({ bot }) => `The confidence of ${bot} has drifted`,
  'bot.drift-figures': ({ recent, reference }) =>
    `Mean confidence of its sessions: ${percent(recent)} in the last day, ${percent(reference)} in the fortnight before.`,

  'handover.from': ({ bot, intent, tier }) =>
    `Handover from ${bot}${intent === '' ? '' : `: ${intent}`}${tier === '' ? '' : ` (${tier})`}`,
  'handover.nobody-took': ({ fallBack }) =>
    `Nobody took it within the time set. ${FALL_BACKS[fallBack] ?? `It goes by ${fallBack}.`}`,

  'surge.proposed': ({ queue }) => `Surge proposed: ${queue}`,
  'surge.to-approve': ({ queue }) => `Surge to approve: ${queue}`,
  'surge.can-you-help': ({ queue }) => `Can you help?: ${queue}`,
  'surge.moved': ({ state, queue }) => `Surge ${state}: ${queue}`,
  'surge.look': ({ span }) => `${span}. Look at the moves and request those you want.`,
  'surge.asks': ({ name, count, span }) =>
    `${name === '' ? 'Somebody' : name} asks for ${count} ${count === 1 ? 'move' : 'moves'}, ${span}.`,
  'surge.answer-by': ({ span, at }) => `${span}. Your schedule would change; answer by ${at}.`,
  'surge.decided': ({ name }) => `${name} decided.`,
  'surge.help-asked': ({ site, queue }) => `${site} asks for help: ${queue}`,
  'surge.help-look': ({ count, span, at }) =>
    `${count} ${count === 1 ? 'agent' : 'agents'}, ${span}. Grant it or refuse it by ${at}.`,

  'investigation.opened': ({ queue, actual, expected }) =>
    `${queue}: ${actual} contacts where ${expected} were planned`,
  'investigation.find-out': () =>
    'Contacts left the forecast beyond chance. Find out why, and close the investigation with what you found.',

  'settled.acknowledged': ({ name }) => `acknowledged by ${name}`,
  'settled.given-on': ({ name }) => `given on by ${name}`,
  'settled.snoozed': ({ name }) => `snoozed by ${name}`,
  'settled.alert-ended': () => 'The alert has ended.',
  'settled.contact-gone': () => 'The contact no longer waits.',
  'settled.bot-answers': () => 'The bot answers again.',
  'settled.handoff': ({ state }) => state,
  'settled.handover': ({ state }) => `handover ${state}`,
  'settled.surge': ({ state }) => `The surge is ${state}.`,
  'settled.help': ({ state }) => `The help is ${state === 'lent' ? 'under way' : state}.`,
  'settled.investigation': () => 'The investigation was closed with a finding',

  'message.of-many': ({ count, site }) => `${count} notices of ${site}`,
  'message.more': ({ count }) => `… and ${count} more`,
  'message.page': () => '[page]',
  'message.open': () => 'Open Floorwalk',
  'message.test': ({ channel }) => `A test of ${channel}`,
  'message.test-by': ({ name }) => `${name} tries whether messages of Floorwalk arrive here. Nothing is to be done.`,
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
