import { CircleCheck, CircleX } from 'lucide-react';
import type { Gate } from '@floorwalk/shared/alerts/gates';
import { t } from '../../messages/text.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { alertName, windowName } from './suppressed-words.ts';

/** The gates between a number and a page, each passed or not, in plain words. */
export function GateList({ gates, zone }: { readonly gates: readonly Gate[]; readonly zone: string }) {
  if (gates.length === 0) return null;
  return (
    <section>
      <h3>{t('gate.title')}</h3>
      <ul className="gate-list">
        {gates.map((gate) => {
          const Icon = gate.passed ? CircleCheck : CircleX;
          return (
            <li key={gate.name} data-passed={gate.passed}>
              <Icon aria-hidden="true" size={15} />
              <span>
                <span className="visually-hidden">{t(gate.passed ? 'gate.passed' : 'gate.failed')} </span>
                {t(`gate.${gate.name}.${gate.passed ? 'passed' : 'failed'}`)}
                {aboutWords(gate, zone)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function aboutWords({ name, passed, about, at }: Gate, zone: string): string {
  const parts: string[] = [];
  if (about !== undefined) {
    if (name === 'mute' || name === 'maintenance') parts.push(windowName(about));
    else if (name === 'group' || name === 'inhibition') parts.push(alertName(about));
    else if (name === 'source') parts.push(about);
  }
  if (at !== undefined && !(name === 'schedule' && passed))
    parts.push(
      t(name === 'schedule' ? 'gate.opens-at' : 'gate.due-at', {
        time: `${formatDate(at, zone)} ${formatTime(at, zone)}`,
      }),
    );
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
