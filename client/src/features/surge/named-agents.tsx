import type { Helper } from '@floorwalk/shared/surge/surge';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';

/** Agents of another site by name, each with what they say to helping; nothing where names are not to be seen. */
export function NamedAgents({ helpers, isLent }: { readonly helpers: readonly Helper[]; readonly isLent: boolean }) {
  if (helpers.length === 0) return null;
  return (
    <ul className="surge-helpers" aria-label={t('help.helpers')}>
      {helpers.map(({ agentId, agentName, answer }) => (
        <li key={agentId}>
          {agentName} <span className="quiet">{t(wordsOf(answer, isLent))}</span>
        </li>
      ))}
    </ul>
  );
}

function wordsOf(answer: Helper['answer'], isLent: boolean): MessageKey {
  return isLent && answer === 'yes' ? 'help.is-lent' : (`move-answer.${answer}` as MessageKey);
}
