import { useState } from 'react';
import { Check, Copy } from 'lucide-react';
import type { Source } from '@floorwalk/shared/api/ingest';
import { t } from '../../messages/text.ts';
import { announce } from '../../ui/announcer.tsx';
import { curlExample } from './source-example.ts';

/** The token of a new source, which is shown once, with an example that sends a first event. */
export function SourceToken({
  source,
  token,
  onDone,
}: {
  readonly source: Source;
  readonly token: string;
  readonly onDone: () => void;
}) {
  return (
    <section className="card token-card" aria-labelledby="token-title">
      <h2 id="token-title">{t('sources.token.title', { name: source.name })}</h2>
      <p>{t('sources.token.text')}</p>
      <Copyable label={t('sources.token')} text={token} />
      <Copyable label={t('sources.example')} text={curlExample(window.location.origin, source.name, token)} />
      <button type="button" className="button" onClick={onDone}>
        {t('sources.token.done')}
      </button>
    </section>
  );
}

function Copyable({ label, text }: { readonly label: string; readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    // Without a secure connection the browser may refuse; the text can still be selected by hand.
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    setCopied(true);
    announce(t('sources.copied'));
  };
  return (
    <div className="copyable">
      <div className="copyable-head">
        <strong>{label}</strong>
        <button
          type="button"
          className="button button-small"
          aria-label={isCopied ? undefined : t('sources.copy-named', { what: label })}
          onClick={() => void copy()}
        >
          {isCopied ? <Check aria-hidden="true" size={14} /> : <Copy aria-hidden="true" size={14} />}{' '}
          {isCopied ? t('sources.copied') : t('sources.copy')}
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="code-sample">
        {text}
      </pre>
    </div>
  );
}
