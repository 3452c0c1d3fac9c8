import type { FigureId } from '@floorwalk/shared/metrics/figures';
import { figureMessages } from '../en/figures.ts';

const words: Readonly<Record<FigureId, readonly [label: string, formula: string, source?: string]>> = {
  'contact-time-in-phase': ['Zeit in dieser Phase', 'jetzt − der Moment, in dem der Kontakt in diese Phase kam'],
  'time-by-state': [
    'Zeit im Zustand heute',
    'Summe der Zeiten in diesem Zustand seit Tagesbeginn, die laufende bis jetzt',
  ],
  'alert-standing-time': [
    'Zeit seit der Auslösung',
    'jetzt (oder der Moment, in dem er endete) − der Moment, in dem der Alarm auslöste',
  ],
  'escalation-time-left': [
    'Zeit bis zum nächsten Schritt',
    'der Moment, in dem die Richtlinie den nächsten Schritt tut − jetzt',
  ],
  'escalation-duration': ['Wie lange es dauerte', 'Ende der Eskalation − ihr Beginn'],
  'session-confidence': [
    'Sicherheit der Sitzung jetzt',
    'Sicherheit der letzten Runde der Sitzung, gemessen an ihrer Schwelle',
  ],
  'session-lowest-confidence': [
    'Niedrigste Sicherheit der Sitzung',
    'die kleinste Sicherheit unter den Runden der Sitzung',
  ],
  'session-runner-up': [
    'Sicherheit des zweiten Anliegens',
    'Sicherheit des Anliegens, das der Bot in der Runde für das zweitwahrscheinlichste hielt',
  ],
  'session-turns': ['Runden der Sitzung', 'bisherige Runden der Sitzung'],
  'session-open-for': ['Offen seit', 'jetzt − der Beginn der Sitzung'],
  'handover-wait': [
    'Warten auf einen Menschen',
    'der Moment der Übernahme (bis dahin: jetzt) − der Moment des ersten Angebots',
  ],
  'handover-response': ['Zeit bis zur Antwort', 'der Moment der Antwort − der Moment des Angebots an diese Person'],
  'sessions-by-ending': [
    'Sitzungen nach ihrem Ende',
    'beendete Sitzungen der gewählten Tage, jede einmal unter ihrem Ende gezählt',
  ],
  'handover-waits': [
    'Wartezeiten der Übergaben',
    'angeboten → übernommen, der Übergaben der gewählten Tage; Median und 90. Perzentil nach dem nächsten Rang',
  ],
  'confidence-drift': [
    'Veränderung der Sicherheit',
    'mittlere Sicherheit je Sitzung, letzter Tag gegen die zwei Wochen davor; p des Zweistichprobentests',
    'Kolmogorov-Smirnov',
  ],
  'calibration-error': [
    'Erwarteter Kalibrierungsfehler',
    'Summe über die Klassen von (Runden darin ÷ Runden) × |Anteil richtig − mittlere Sicherheit|',
    'Naeini, Cooper, Hauskrecht 2015',
  ],
  'bin-turns': ['Runden der Klasse', 'Runden mit einer Sicherheit in der Klasse, deren Ausgang bekannt ist'],
  'bin-mean': ['Mittlere Sicherheit der Klasse', 'Summe der Sicherheiten ihrer Runden ÷ ihre Runden'],
  'bin-right': ['Anteil richtig in der Klasse', 'richtige Runden ÷ Runden der Klasse'],
  'bin-bounds': ['Grenzen des Anteils', 'wo der wahre Anteil mit 95 % Sicherheit liegt', 'Wilson'],
  'threshold-handovers': [
    'Übergaben je Stunde bei dieser Schwelle',
    'Sitzungen, deren unsicherste Runde unter dieser Schwelle liegt ÷ Stunden, in denen welche endeten – die meisten in einer Stunde',
  ],
  'threshold-agents': [
    'Agenten für diese Übergaben',
    'die wenigsten, mit denen sie so angenommen werden, wie das Ziel es verlangt: in einer üblichen Stunde – in der stärksten',
    'Erlang C',
  ],
  'threshold-needless': [
    'Unnötige Übergaben',
    'Sitzungen, die bei dieser Schwelle übergeben würden und die der Bot löste',
  ],
  'threshold-missed': [
    'Versäumte Übergaben',
    'Sitzungen, die bei dieser Schwelle beim Bot blieben und die er nicht löste',
  ],
  'threshold-cost': ['Kosten der Schwelle', 'unnötige Übergaben + Gewicht × Kunden, die der Bot verliert'],
  'intent-sessions': [
    'Sitzungen mit diesem Anliegen',
    'beendete Sitzungen der gewählten Tage, deren unsicherste Runde dieses Anliegen hatte',
  ],
  'intent-lost': ['Nicht gelöste Sitzungen', 'davon die, die der Bot nicht löste'],
  'advised-threshold': [
    'Empfohlene Schwelle',
    'die Schwelle, die am wenigsten gekostet hätte; von gleichen die niedrigste',
  ],
  'topic-turns': [
    'Nicht verstandene Runden',
    'Runden unter der Schwelle oder nicht verstanden, die zum Thema gehören; daneben ihre mittlere Sicherheit',
  ],
  'topic-sessions': ['Sitzungen mit dem Thema', 'Sitzungen mit mindestens einer solchen Runde'],
  'agents-required': [
    'Benötigte Agenten',
    'die wenigsten, mit denen das Intervall der Prognose seine Vorgabe einhält, mindestens der Mindestbedarf der Queue',
  ],
  'gap-now': ['Lücke jetzt', 'Agenten auf der Fläche − jetzt benötigte Agenten'],
  'gap-interval': [
    'Lücke des Intervalls',
    'geplante Agenten − zu planende Agenten (benötigt ÷ (1 − Schwund), aufgerundet)',
  ],
  'gap-worst': [
    'Größte Lücke im Rest des Tages',
    'die kleinste Differenz (geplant − zu planen) unter den kommenden Intervallen',
  ],
  adherence: ['Plantreue', '(Zeit nach Plan + durch Kulanz vergebene + entschuldigte) ÷ geplante Zeit'],
  conformance: ['Zeittreue', 'gearbeitete Zeit ÷ zum Arbeiten geplante Zeit, wann immer'],
  'excused-time': ['Entschuldigte Zeit', 'Summe der genehmigten Ausnahmen'],
  'lost-at-peaks': [
    'Fehlzeit zu Spitzen',
    'verlorene Zeit im Viertel der Intervalle mit den meisten Kontakten ÷ alle verlorene Zeit',
  ],
  'agents-by-standing': ['Agenten nach Stand', 'eingeplante Agenten, deren Zustand gegen ihren Plan gerade so steht'],
  'time-out-of-adherence': [
    'Zeit abseits des Plans',
    'jetzt − der Moment, in dem der Agent verließ, was der Plan verlangt',
  ],
  'training-cover': [
    'Deckung mit dem, was alle können',
    'die meisten der benötigten Agenten, die die Eingeplanten sein können, jeder in seinen Queues',
    'greatest flow through a network',
  ],
  'training-gain': ['Gewinn einer Schulung', 'Deckung mit dieser Fähigkeit − Deckung mit denen von heute'],
  'ramp-gap': ['Fehlende Agenten', 'im Zeitraum benötigte Agenten − wirksame Agenten darin'],
  'handoff-time-left': [
    'Restliche Geschäftszeit',
    'Geschäftszeit der Vereinbarung − verbrauchte Geschäftszeit; steht, solange die Uhr ruht',
  ],
  'handoff-took': ['Gebrauchte Geschäftszeit', 'Geschäftszeit zwischen Eröffnung und Abschluss ohne Pausen'],
  'handoff-attainment': ['Gehaltene Zusagen', 'innerhalb der Zusage erledigte Übergaben ÷ erledigte Übergaben'],
  'handoff-bounces': ['Wie oft zurückgegeben', 'wie oft die Übergabe zurückgegeben wurde'],
  'surge-level': [
    'Servicelevel der Verstärkung',
    'rechtzeitig angenommen ÷ (angenommen + aufgelegt), davor, währenddessen und danach',
  ],
  'surge-effect': [
    'Wirkung der Verstärkung',
    'Servicelevel währenddessen − was die Vergleichsspanne sonst erwarten ließ, in Punkten mit Grenzen',
  ],
  'surge-agents': ['Angefragte Agenten', 'benötigte − vorhandene Agenten über die Spanne der Verstärkung'],
  'surge-cost': ['Kosten', 'Stunden der Bewegten × Kosten einer Stunde × Faktor der Art'],
  'forecast-error': [
    'Fehler der Prognose',
    'Summe von |Ist − Prognose| ÷ Summe der Ist-Werte, an Tagen, die nur aus früheren vorhergesagt wurden',
    'WAPE',
  ],
  'forecast-chance': [
    'Was allein der Zufall ergibt',
    'der Fehler, den selbst eine Prognose des wahren Mittels hätte',
    'Poisson',
  ],
  'forecast-coverage': ['Im 80-%-Band', 'Intervalle, deren Ist-Wert im Band lag ÷ Intervalle'],
  'forecast-tested': ['Geprüft an', 'vergangene Tage (oder Intervalle), die vorhergesagt und verglichen wurden'],
  'forecast-expected': ['Erwartete Kontakte', 'Summe der Prognose über die Spanne'],
  'forecast-actual': ['Gekommene Kontakte', 'über die Spanne angebotene Kontakte'],
  'capacity-abandon-rate': [
    'Aufgelegt im Quartal',
    'aufgelegt ÷ angeboten der Wochen, mit den Grenzen des wahren Anteils bei 95 %',
    'Wilson',
  ],
  'capacity-trend': [
    'Änderung von Woche zu Woche',
    'Steigung nach kleinsten Quadraten über die Wochen, in Prozentpunkten',
  ],
  'expected-service-level': [
    'Erwarteter Servicelevel',
    'rechtzeitig bedienter Anteil, gerechnet über die kommenden Intervalle mit diesen Agenten und dieser Menge',
    'Erlang A',
  ],
  'expected-wait': [
    'Erwartete Wartezeit',
    'mittlere Wartezeit, gerechnet über die kommenden Intervalle; bei aufgeschobener Arbeit die der letzten',
    'Erlang A',
  ],
  'expected-abandon-rate': [
    'Erwarteter Anteil Aufleger',
    'Anteil, der aufgibt, gerechnet über die kommenden Intervalle mit der gemessenen Geduld',
    'Erlang A',
  ],
  'expected-occupancy': ['Erwartete Auslastung', 'Arbeit ÷ Zeit der Agenten, gerechnet über die kommenden Intervalle'],
  'expected-cost': ['Erwartete Kosten', 'Stunden der Agenten × Kosten einer Stunde + Kosten verlorener Kontakte'],
  simulated: [
    'Mittel der Simulationen',
    'Mittel des Tages über alle Läufe ± die Hälfte seines 95-%-Intervalls',
    'contact by contact',
  ],
  'segment-volume': ['Sitzungen des Segments', 'Sitzungen des Segments in der Spanne'],
  'segment-contained': ['Ohne Menschen bedient', '1 − Übergaben ÷ Sitzungen, wie es ist und wie versucht'],
  'segment-handovers': ['Übergaben des Segments', 'Sitzungen, die zu Menschen gehen, wie es ist und wie versucht'],
  'segment-agents': [
    'Agenten des Segments',
    'die wenigsten, die das Ziel mit diesen Übergaben halten, wie es ist und wie versucht',
    'Erlang C',
  ],
  'segment-cost': ['Kosten des Segments', 'Kosten der Agenten + ohne Menschen bediente Sitzungen × Kosten einer'],
  'deviation-share': ['Abweichung vom Plan', 'gekommene Kontakte ÷ erwartete Kontakte − 1'],
  'forecast-handle-time': [
    'Erwartete Bearbeitungszeit',
    'Summe von (Kontakte × Bearbeitungszeit) der Intervalle ÷ Kontakte',
  ],
  'clock-segment': ['Länge des Abschnitts', 'sein Ende − sein Anfang, wie die Uhr der Abteilung zählt'],
  'handle-time-error': [
    'Fehler der Bearbeitungszeit',
    '|Prognose − Ist| der mittleren Bearbeitungszeit vergangener Tage, nach Kontakten gewichtet ÷ Ist',
  ],
  'segment-handle-ratio': [
    'Bearbeitungszeit gegenüber der Queue',
    '1 + geglaubter Anteil × (Bearbeitungszeit des Segments ÷ die eines mittleren Kontakts der Queue in denselben Intervallen − 1)',
    'Bühlmann–Straub',
  ],
  'segment-credibility': [
    'Wie weit das geglaubt wird',
    'Kontakte ÷ (Kontakte + Varianz zwischen Tagen ÷ Varianz zwischen Segmenten)',
    'Bühlmann–Straub',
  ],
  'segment-handled': ['Gemessene Kontakte', 'bearbeitete Kontakte des Segments an den Tagen, aus denen gelernt wurde'],
  'segment-share': ['Anteil des Segments', 'Kontakte des Segments ÷ Kontakte der Queue, aus der Vergangenheit gelernt'],
};

export const figures = figureMessages(words);
