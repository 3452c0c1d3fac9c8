import type { core as english } from '../en/core.ts';

export const core: Record<keyof typeof english, string> = {
  'agent-state.available': 'Verfügbar',
  'agent-state.presented': 'Klingelt',
  'agent-state.on-contact': 'Im Kontakt',
  'agent-state.after-contact-work': 'Nachbearbeitung',
  'agent-state.not-ready': 'Nicht bereit',
  'agent-state.signed-out': 'Abgemeldet',

  'channel.voice': 'Telefon',
  'channel.chat': 'Chat',
  'channel.message': 'Nachricht',
  'channel.email': 'E-Mail',
  'channel.video': 'Video',
  'channel.task': 'Aufgabe',

  'window.last5m': 'letzte 5 Min.',
  'window.last15m': 'letzte 15 Min.',
  'window.last30m': 'letzte 30 Min.',
  'window.interval': 'dieses Intervall',
  'window.today': 'heute',
  'window.now': 'jetzt',

  'severity.ok': 'In Ordnung',
  'severity.attention': 'Gefährdet',
  'severity.critical': 'Verfehlt',
  'severity.idle': 'Ruhig',
  'severity.no-data': 'Keine Daten',

  'freshness.live': 'Live',
  'freshness.delayed': '{seconds} s verzögert',
  'freshness.stale': 'Steht still',
  'freshness.offline': 'Getrennt',
  'freshness.paused': 'Angehalten',
  'freshness.as-of': 'Stand {time}',
  'freshness.reconnecting': 'Verbindung wird erneuert',
  'freshness.connecting': 'Verbindung wird aufgebaut',
  'freshness.next-try': 'nächster Versuch in {seconds} s',
  'freshness.not-updating-since': 'Keine neuen Daten seit {time}',
  'freshness.source-silent': 'Keine Daten von {source} seit {time}',

  'value.none': 'kein Wert',
  'value.none-explained': 'Noch nichts zum Teilen da',
  'value.few': 'wenige Kontakte',
  'unit.hours': '{count} Std.',
  'unit.minutes': '{count} Min.',
  'unit.seconds': '{count} s',
};
