import type { SentenceCatalogue } from './sentences.ts';

const FALL_BACKS: Readonly<Record<string, string>> = {
  queue: 'Sie geht in die Warteschlange.',
  callback: 'Der Kunde wird zurückgerufen.',
  message: 'Der Kunde kann eine Nachricht hinterlassen.',
};
const SURGE_STATES: Readonly<Record<string, string>> = {
  proposed: 'vorgeschlagen',
  requested: 'beantragt',
  approved: 'genehmigt',
  declined: 'abgelehnt',
  offered: 'angeboten',
  active: 'läuft',
  returning: 'geht zu Ende',
  ended: 'beendet',
  cancelled: 'abgesagt',
  expired: 'verfallen',
};
const HANDOFF_ENDS: Readonly<Record<string, string>> = {
  accepted: 'angenommen',
  completed: 'erledigt',
  cancelled: 'abgebrochen',
};
const HANDOVER_STATES: Readonly<Record<string, string>> = {
  offered: 'angeboten',
  presented: 'vorgelegt',
  accepted: 'angenommen',
  'fallen-back': 'anders weitergeleitet',
  completed: 'erledigt',
  'handed-back': 'zurückgegeben',
  left: 'Kunde gegangen',
  expired: 'verfallen',
};
const HELP_STATES: Readonly<Record<string, string>> = {
  asked: 'erbeten',
  granted: 'zugesagt',
  lent: 'im Gange',
  refused: 'abgelehnt',
  withdrawn: 'zurückgezogen',
  ended: 'beendet',
};

/** Every sentence of notices in German. */
export const GERMAN: SentenceCatalogue = {
  text: ({ text }) => text,
  labelled: ({ label, text }) => `${label}: ${text}`,

  'escalation.fires-since': ({ at }) => `Steht an seit ${at}.`,
  'escalation.contact-waits': ({ queue, seconds }) => `${queue}: Ein Kontakt wartet ${seconds} s`,
  'escalation.promised-within': ({ seconds }) =>
    `In dieser Premium-Warteschlange ist Bedienung innerhalb von ${seconds} s zugesagt.`,
  'escalation.step': ({ policy, step, lap }) => `${policy}, Stufe ${step}${lap > 1 ? `, Durchgang ${lap}` : ''}.`,
  'escalation.war-room': ({ policy }) => `${policy}: Krisenrunde, alle werden gerufen.`,
  'escalation.reassigned': ({ policy }) => `${policy}: Ihnen übergeben.`,
  'escalation.exhausted': ({ policy }) => `${policy}: Niemand hat übernommen; es liegt nun bei Ihnen.`,

  'handoff.opened': ({ department, title }) => `Übergeben an ${department}: ${title}`,
  'handoff.assigned': ({ department, title }) => `Ihnen zugeteilt bei ${department}: ${title}`,
  'handoff.returned': ({ department, title }) => `Zurückgeschickt von ${department}: ${title}`,
  'handoff.excepted': ({ department, title }) =>
    `Zu oft hin- und hergeschickt, Sie entscheiden (${department}): ${title}`,
  'handoff.acceptance-warned': ({ department, title }) => `Noch von niemandem angenommen (${department}): ${title}`,
  'handoff.acceptance-missed': ({ department, title }) => `Nicht rechtzeitig angenommen (${department}): ${title}`,
  'handoff.not-accepted-by': ({ department, title }) => `Nicht rechtzeitig angenommen von ${department}: ${title}`,
  'handoff.warned': ({ department, title }) => `Zusage bald gebrochen (${department}): ${title}`,
  'handoff.breached': ({ department, title }) => `Zusage gebrochen (${department}): ${title}`,
  'handoff.broken-by': ({ department, title }) => `Zusage gebrochen von ${department}: ${title}`,
  'handoff.in-hands': ({ name }) => `Liegt bei ${name}.`,
  'handoff.clock-stands': () => 'Die Uhr steht.',
  'handoff.promised-for': ({ at }) => `Zugesagt für ${at}.`,
  'handoff.sent-back': ({ count }) => (count === 1 ? 'Einmal zurückgeschickt.' : `${count}-mal zurückgeschickt.`),

  'silence.ending': () => 'Eine Ihrer Stummschaltungen endet bald',
  'silence.ends-in': ({ reason, minutes }) =>
    `Ihre Stummschaltung („${reason}“) endet in ${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'}. Was sie abdeckt, meldet sich danach wieder.`,

  'bot.drifted': ({ bot }) => `Die Konfidenz von ${bot} hat sich verschoben`,
  'bot.drift-figures': ({ recent, reference }) =>
    `Mittlere Konfidenz der Sitzungen: ${percent(recent)} am letzten Tag, ${percent(reference)} in den zwei Wochen davor.`,

  'handover.from': ({ bot, intent, tier }) =>
    `Übergabe von ${bot}${intent === '' ? '' : `: ${intent}`}${tier === '' ? '' : ` (${tier})`}`,
  'handover.nobody-took': ({ fallBack }) =>
    `Niemand hat sie rechtzeitig übernommen. ${FALL_BACKS[fallBack] ?? `Es geht weiter mit: ${fallBack}.`}`,

  'surge.proposed': ({ queue }) => `Verstärkung vorgeschlagen: ${queue}`,
  'surge.to-approve': ({ queue }) => `Verstärkung zu genehmigen: ${queue}`,
  'surge.can-you-help': ({ queue }) => `Können Sie helfen?: ${queue}`,
  'surge.moved': ({ state, queue }) => `Verstärkung ${SURGE_STATES[state] ?? state}: ${queue}`,
  'surge.look': ({ span }) => `${span}. Sehen Sie die Änderungen durch und beantragen Sie die gewünschten.`,
  'surge.asks': ({ name, count, span }) =>
    `${name === '' ? 'Jemand' : name} bittet um ${count} ${count === 1 ? 'Änderung' : 'Änderungen'}, ${span}.`,
  'surge.answer-by': ({ span, at }) => `${span}. Ihr Dienstplan würde sich ändern; bitte antworten bis ${at}.`,
  'surge.decided': ({ name }) => `Entschieden von ${name}.`,
  'surge.help-asked': ({ site, queue }) => `${site} bittet um Hilfe: ${queue}`,
  'surge.help-look': ({ count, span, at }) =>
    `${count} ${count === 1 ? 'Agent' : 'Agenten'}, ${span}. Bitte bis ${at} zusagen oder ablehnen.`,

  'investigation.opened': ({ queue, actual, expected }) => `${queue}: ${actual} Kontakte, geplant waren ${expected}`,
  'investigation.find-out': () =>
    'Die Kontakte weichen über den Zufall hinaus von der Prognose ab. Finden Sie die Ursache und schließen Sie die Untersuchung mit Ihrem Befund.',

  'settled.acknowledged': ({ name }) => `angenommen von ${name}`,
  'settled.given-on': ({ name }) => `weitergegeben von ${name}`,
  'settled.snoozed': ({ name }) => `zurückgestellt von ${name}`,
  'settled.alert-ended': () => 'Der Alarm ist vorbei.',
  'settled.contact-gone': () => 'Der Kontakt wartet nicht mehr.',
  'settled.bot-answers': () => 'Der Bot antwortet wieder.',
  'settled.handoff': ({ state }) => `Vorgang: ${HANDOFF_ENDS[state] ?? state}`,
  'settled.handover': ({ state }) => `Übergabe: ${HANDOVER_STATES[state] ?? state}`,
  'settled.surge': ({ state }) => `Verstärkung: ${SURGE_STATES[state] ?? state}.`,
  'settled.help': ({ state }) => `Hilfe: ${HELP_STATES[state] ?? state}.`,
  'settled.investigation': () => 'Die Untersuchung wurde mit einem Befund geschlossen',

  'message.of-many': ({ count, site }) => `${count} Meldungen von ${site}`,
  'message.more': ({ count }) => `… und ${count} weitere`,
  'message.page': () => '[dringend]',
  'message.open': () => 'Floorwalk öffnen',
  'message.test': ({ channel }) => `Ein Test von ${channel}`,
  'message.test-by': ({ name }) => `${name} prüft, ob Meldungen von Floorwalk hier ankommen. Es ist nichts zu tun.`,
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace('.', ',')} %`;
}
