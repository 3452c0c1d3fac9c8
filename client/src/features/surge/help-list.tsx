import { useState } from 'react';
import type { SurgeHelpRow } from '@floorwalk/shared/surge/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRowValue } from '../../store/use-row.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { HelpAnswerDialog } from './help-answer-dialog.tsx';
import { NamedAgents } from './named-agents.tsx';

/** What other sites ask of this one, and what it gives them now; nothing where nobody asks. */
export function HelpList() {
  const helps = useDerived(['surgeHelps'], readHelps, same, '', 500);
  if (helps.length === 0) return null;
  return (
    <section className="surge-helps" aria-labelledby="surge-helps-title">
      <h3 id="surge-helps-title">
        {t('help.title')}{' '}
        <span className="quiet numeric" {...plain('rows')}>
          {helps.length}
        </span>
      </h3>
      <ul>
        {helps.map((help) => (
          <HelpCard key={help.id} help={help} />
        ))}
      </ul>
    </section>
  );
}

function readHelps(): readonly SurgeHelpRow[] {
  return [...live().store.tables.surgeHelps.rows()]
    .filter(({ state }) => state === 'asked' || state === 'granted' || state === 'lent')
    .toSorted((left, right) => left.answerBy - right.answerBy || (left.id < right.id ? -1 : 1));
}

function wordsOf({ state, agents = [] }: SurgeHelpRow) {
  if (state === 'asked') return 'help.asked';
  if (state === 'lent') return 'help.lent';
  return agents.some(({ answer }) => answer === 'open') ? 'help.named' : 'help.granted';
}

function HelpCard({ help }: { readonly help: SurgeHelpRow }) {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const past = isTravelling(useDeskSearch());
  const mayAnswer = useMay('approve-surges', siteId) && !past;
  const [answering, setAnswering] = useState<'yes' | 'no' | null>(null);
  const time = (at: number) => formatTimeShort(at, zone);
  const { fromSiteName: site, queueName: queue, agentCount, askedBy, note, answered } = help;
  return (
    <li className="surge-card" data-state={help.state}>
      <p className="surge-head">
        <strong>{t('help.head', { site, queue })}</strong>
        <span className="numeric" {...plain('moment')}>
          {t('surge.window', { from: time(help.fromAt), to: time(help.toAt) })}
        </span>
      </p>
      <p>
        <Figure figure="surge-agents" of={`${site} · ${queue}`} className="number-words">
          {t(wordsOf(help), { count: agentCount })}
        </Figure>
      </p>
      {askedBy !== null && (
        <p className="quiet">
          {t('surge.requested-by', { name: askedBy.name })}
          {note !== null && `: ${note}`}
        </p>
      )}
      {answered !== null && (
        <p className="quiet">
          {t('surge.decided-by', { name: answered.by.name })}
          {answered.note !== null && `: ${answered.note}`}
        </p>
      )}
      {help.agents !== undefined && <NamedAgents helpers={help.agents} isLent={help.state === 'lent'} />}
      {help.state === 'asked' && (
        <p className="numeric" {...plain('moment')}>
          {t('surge.answer-by', { time: time(help.answerBy) })}
        </p>
      )}
      {help.state === 'asked' && mayAnswer && (
        <div className="surge-actions">
          <RowButton
            word={t('help.grant')}
            name={t('help.grant-named', { site })}
            tone="primary"
            onClick={() => setAnswering('yes')}
          />
          <RowButton
            word={t('help.refuse')}
            name={t('help.refuse-named', { site })}
            onClick={() => setAnswering('no')}
          />
        </div>
      )}
      {answering !== null && <HelpAnswerDialog help={help} answer={answering} close={() => setAnswering(null)} />}
    </li>
  );
}
