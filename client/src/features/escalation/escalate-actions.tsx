import type { AlertActionsProps, PanelProps } from '../../shell/feature.ts';
import { useRow } from '../../store/use-row.ts';
import { EscalateButton } from './escalate-button.tsx';

/** Escalating an alert by hand: one that did not page, or that should go elsewhere. */
export function EscalateAlert({ alert }: AlertActionsProps) {
  if (alert.state === 'resolved') return null;
  return (
    <EscalateButton
      subject={{
        about: { kind: 'alert', id: alert.id },
        name: `${alert.ruleName}: ${alert.subjectName}`.slice(0, 200),
        impact: alert.severity === 'critical' ? 'high' : 'medium',
        ...(alert.subjectTable === 'queues' && { queueId: alert.subjectId }),
        ...(alert.subjectTable === 'teams' && { teamId: alert.subjectId }),
      }}
    />
  );
}

export function EscalateQueue({ id }: PanelProps) {
  const queue = useRow('queues', id);
  if (queue === undefined) return null;
  const { name, teamId, highValue } = queue;
  return (
    <EscalateButton
      subject={{
        about: { kind: 'queue', id },
        name,
        impact: highValue ? 'high' : 'medium',
        queueId: id,
        ...(teamId !== null && { teamId }),
      }}
    />
  );
}

export function EscalateContact({ id }: PanelProps) {
  const contact = useRow('contacts', id);
  const queue = useRow('queues', contact?.queueId);
  if (contact === undefined) return null;
  const { customerRef, tier, language } = contact;
  return (
    <EscalateButton
      subject={{
        about: { kind: 'contact', id },
        name: `${queue?.name ?? ''} ${customerRef ?? id}`.trim(),
        impact: 'medium',
        ...(queue !== undefined && { queueId: queue.id }),
        ...(queue?.teamId != null && { teamId: queue.teamId }),
        ...(customerRef !== null && { customerRef }),
        ...(tier !== null && { tier }),
        ...(language !== null && { language }),
      }}
    />
  );
}

export function EscalateBot({ id }: PanelProps) {
  const bot = useRow('bots', id);
  if (bot === undefined) return null;
  const { name, queueId, teamId } = bot;
  return (
    <EscalateButton
      subject={{
        about: { kind: 'bot', id },
        name,
        impact: 'medium',
        ...(queueId !== null && { queueId }),
        ...(teamId !== null && { teamId }),
      }}
    />
  );
}
