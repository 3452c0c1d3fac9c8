import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import type { MetricMessages } from '../en/metrics.ts';

const OURS = 'Floorwalk';

const words: Readonly<Record<MetricId | BotMetricId, readonly [label: string, formula: string, source: string]>> = {
  waiting: ['Warten jetzt', 'Kontakte in der Queue, die niemand angenommen hat', OURS],
  'longest-wait': [
    'Längste Wartezeit jetzt',
    'jetzt − der Moment, in dem der am längsten wartende Kontakt in die Queue kam',
    OURS,
  ],
  'in-service': ['In Bedienung jetzt', 'Kontakte im Gespräch oder gehalten', OURS],
  'agents-available': [
    'Agenten verfügbar',
    'Agenten, deren letzter Zustand „verfügbar“ ist, jeder einmal gezählt',
    OURS,
  ],
  'agents-on-contact': [
    'Agenten im Kontakt',
    'Agenten, deren letzter Zustand „im Kontakt“ ist, jeder einmal gezählt',
    OURS,
  ],
  'agents-presented': [
    'Agenten, bei denen es klingelt',
    'Agenten, deren letzter Zustand „klingelt“ ist, jeder einmal gezählt',
    OURS,
  ],
  'agents-after-contact-work': [
    'Agenten in Nachbearbeitung',
    'Agenten, deren letzter Zustand „Nachbearbeitung“ ist, jeder einmal gezählt',
    OURS,
  ],
  'agents-not-ready': [
    'Agenten nicht bereit',
    'Agenten, deren letzter Zustand „nicht bereit“ ist, jeder einmal gezählt',
    OURS,
  ],
  'agents-signed-in': ['Agenten angemeldet', 'Agenten in jedem Zustand außer „abgemeldet“, jeder einmal gezählt', OURS],
  'agents-signed-out': [
    'Agenten abgemeldet',
    'Agenten, deren letzter Zustand „abgemeldet“ ist, jeder einmal gezählt',
    OURS,
  ],
  'wait-estimate': [
    'Erwartete Wartezeit des nächsten Kontakts',
    'mittlere Zeit, bis alle davor bedient sind oder aufgeben, bei zuletzt gemessener Bearbeitungszeit und Geduld (letzte 30 Min., sonst heute); dazu das 80. Perzentil',
    'Platz in einer Warteschlange M/M/n+M; Geduld ist gesamte Wartezeit ÷ Aufleger, unter fünf Auflegern weggelassen',
  ],
  offered: ['Angeboten', 'Kontakte, die in die Queue kamen', OURS],
  answered: ['Angenommen', 'angebotene Kontakte, die ein Agent annahm', OURS],
  abandoned: ['Aufgelegt', 'angebotene Kontakte, deren Kunde in der Queue aufgab', OURS],
  'short-abandoned': ['Kurz aufgelegt', 'aufgelegt nach höchstens der Kurzauflegerschwelle der Queue', OURS],
  'flowed-out': ['Abgeflossen', 'hat die Queue verlassen, weder angenommen noch aufgelegt', OURS],
  'ended-before-queue': [
    'Vor der Queue beendet',
    'Kontakte, die endeten, bevor sie in eine Queue kamen; in keiner Leistungszahl',
    OURS,
  ],
  transferred: ['Weitergeleitet', 'angenommene Kontakte, die der Agent weitergab', OURS],
  'service-level': [
    'Servicelevel',
    'angenommen innerhalb T ÷ (angenommen + aufgelegt − kurz aufgelegt)',
    'Vorgabe von Floorwalk; von abgeschlossenen Kontakten',
  ],
  'service-level-as-of-now': [
    'Servicelevel Stand jetzt',
    'angenommen innerhalb T ÷ (angenommen + aufgelegt − kurz aufgelegt + länger als T wartend)',
    'Cisco: ein Kontakt zählt beim frühesten von angenommen, aufgelegt oder Schwelle überschritten',
  ],
  'service-level-abandons-ignored': [
    'Servicelevel, Aufleger ignoriert',
    'angenommen innerhalb T ÷ (angenommen + aufgelegt + länger als T wartend − aufgelegt innerhalb T)',
    'Cisco „abandoned calls ignored“',
  ],
  'service-level-abandons-negative': [
    'Servicelevel, Aufleger negativ',
    'angenommen innerhalb T ÷ (angenommen + aufgelegt + länger als T wartend)',
    'Cisco „abandoned calls have negative impact“',
  ],
  'service-level-abandons-positive': [
    'Servicelevel, Aufleger positiv',
    '(angenommen innerhalb T + aufgelegt innerhalb T) ÷ (angenommen + aufgelegt + länger als T wartend)',
    'Cisco „abandoned calls have positive impact“',
  ],
  'service-level-answered-only': [
    'Servicelevel der Angenommenen',
    'angenommen innerhalb T ÷ angenommen',
    'Vorlage von Twilio Flex',
  ],
  'service-level-removed-within': [
    'Servicelevel der Verlassenden',
    '(angenommen + aufgelegt + abgeflossen, je innerhalb T) ÷ (angenommen + aufgelegt + abgeflossen)',
    'Amazon Connect',
  ],
  'service-level-with-flow-outs': [
    'Servicelevel mit Abgeflossenen',
    'angenommen innerhalb T ÷ (angenommen + aufgelegt + abgeflossen − kurz aufgelegt)',
    'Genesys, Abgeflossene eingeschlossen',
  ],
  'average-speed-of-answer': [
    'Mittlere Annahmezeit',
    'Summe der Wartezeiten angenommener Kontakte ÷ angenommen',
    'Amazon Connect, Twilio Flex',
  ],
  'average-handle-time': [
    'Mittlere Bearbeitungszeit',
    '(Gespräch + Halten + Nachbearbeitung) ÷ Kontakte mit Bearbeitungszeit',
    'Twilio Flex',
  ],
  'average-talk-time': ['Mittlere Gesprächszeit', 'Gespräch ÷ Kontakte mit Bearbeitungszeit', OURS],
  'average-hold-time': ['Mittlere Haltezeit', 'Halten ÷ Kontakte mit Bearbeitungszeit', OURS],
  'average-after-contact-work': ['Mittlere Nachbearbeitung', 'Nachbearbeitung ÷ Kontakte mit Bearbeitungszeit', OURS],
  'average-abandon-time': ['Mittlere Zeit bis zum Auflegen', 'Summe der Wartezeiten der Aufleger ÷ aufgelegt', OURS],
  'abandon-rate': ['Auflegerquote', 'aufgelegt ÷ (angenommen + aufgelegt)', 'Genesys, von abgeschlossenen Kontakten'],
  'abandon-rate-without-short': [
    'Auflegerquote ohne kurze',
    '(aufgelegt − kurz aufgelegt) ÷ (angenommen + aufgelegt − kurz aufgelegt)',
    OURS,
  ],
  'not-answered': [
    'Von Agenten nicht angenommen',
    'Zustellungen, die der Agent nicht annahm; ein Kontakt kann mehrmals zählen',
    OURS,
  ],
  'not-answered-rate': ['Quote nicht angenommener Zustellungen', 'nicht angenommen ÷ Zustellungen', OURS],
  occupancy: [
    'Auslastung',
    'Zeit in Kontakten und Nachbearbeitung ÷ (dasselbe + Zeit verfügbar oder klingelnd)',
    'übliche Praxis; ein Kontakt gilt als beschäftigt, wie viele auch Platz hätten',
  ],
  'wait-p50': [
    'Wartezeit, 50. Perzentil',
    'die kleinste Wartezeit, die 50 % der angenommenen Kontakte nicht überschritten (nächster Rang)',
    OURS,
  ],
  'wait-p90': [
    'Wartezeit, 90. Perzentil',
    'die kleinste Wartezeit, die 90 % der angenommenen Kontakte nicht überschritten (nächster Rang)',
    OURS,
  ],
  'wait-p95': [
    'Wartezeit, 95. Perzentil',
    'die kleinste Wartezeit, die 95 % der angenommenen Kontakte nicht überschritten (nächster Rang)',
    OURS,
  ],
  'wait-max': ['Längste Wartezeit der Angenommenen', 'die längste Wartezeit unter den angenommenen Kontakten', OURS],
  'first-contact-resolution': [
    'Lösung beim ersten Kontakt',
    'beim ersten Kontakt gelöst ÷ Kontakte, deren Quelle es gesagt hat',
    OURS,
  ],
  'survey-top-share': ['Umfragen mit Bestnote', 'Umfragen mit CSAT ≥ 4, CES ≥ 6 oder NPS ≥ 9 ÷ Umfragen', OURS],
  'bot-confidence': ['Konfidenz des Bots jetzt', 'Konfidenz der letzten Antwort des Bots', OURS],
  'bot-confidence-mean': ['Mittlere Konfidenz des Bots', 'Summe der Konfidenzen ÷ Antworten', OURS],
  'bot-confidence-p10': [
    'Konfidenz des Bots, 10. Perzentil',
    'die Konfidenz, unter der eine von zehn Antworten blieb (nächster Rang)',
    OURS,
  ],
  'bot-uncertain-share': ['Antworten unter der Schwelle', 'Antworten unter der Konfidenzschwelle ÷ Antworten', OURS],
  'bot-uncertain-now': [
    'Sitzungen unter der Schwelle jetzt',
    'offene Sitzungen, deren letzte Antwort unter der Konfidenzschwelle lag',
    OURS,
  ],
  'bot-sessions-open': ['Offene Bot-Sitzungen', 'Sitzungen, die begonnen haben und nicht zu Ende sind', OURS],
  'bot-handed-off': ['An Menschen übergeben', 'Sitzungen, die der Bot an eine Queue übergab', OURS],
  'bot-containment': ['Vom Bot gelöst', 'gelöst ÷ (gelöst + abgebrochen + übergeben + gescheitert)', OURS],
  'bot-abandoned-rate': ['Im Bot abgebrochen', 'abgebrochen ÷ (gelöst + abgebrochen + übergeben + gescheitert)', OURS],
  'bot-failed': ['Gescheiterte Bot-Sitzungen', 'Sitzungen, die mit einem Fehler endeten', OURS],
};

export const metrics = Object.fromEntries(
  Object.entries(words).flatMap(([id, [label, formula, source]]) => [
    [`metric.${id}`, label],
    [`metric.${id}.formula`, formula],
    [`metric.${id}.source`, source],
  ]),
) as MetricMessages;
