import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/request.ts';
import { setUp, signIn } from '../api/session.ts';
import { t } from '../messages/text.ts';
import { formText } from '../ui/form-text.ts';
import { useRefreshSession, useSessionQuery } from './use-session-query.ts';
import { Go } from './go.tsx';
import { LoadingPage, UnreachablePage } from './waiting-pages.tsx';
import { Wordmark } from './wordmark.tsx';

const LEAST_PASSWORD = 12;
const FIELDS = ['name', 'email', 'password', 'setupCode'] as const;
type Field = (typeof FIELDS)[number];

/** First run: the first administrator, with the code that the start printed and a password of their own. */
export function SetupPage() {
  const session = useSessionQuery();
  const refresh = useRefreshSession();
  const [problem, setProblem] = useState<{ readonly field: Field | null; readonly text: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (session.isPending) return <LoadingPage />;
  if (session.isError) return <UnreachablePage error={session.error} retry={() => void session.refetch()} />;
  if (session.data.signedIn || !session.data.needsSetup) return <Go to="/" />;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = Object.fromEntries(FIELDS.map((field) => [field, formText(form, field).trim()])) as Record<
      Field,
      string
    >;
    given.password = formText(form, 'password');
    if (given.password !== formText(form, 'again')) {
      setProblem({ field: 'password', text: t('setup.passwords-differ') });
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await setUp(given);
      await refresh();
      await signIn({ email: given.email, password: given.password });
      await refresh();
    } catch (error) {
      const field = error instanceof ApiError ? FIELDS.find((name) => error.pointer === `/${name}`) : undefined;
      const text =
        error instanceof ApiError && error.status > 0 ? (error.detail ?? error.message) : t('state.unreachable.title');
      setProblem({ field: field ?? null, text });
    } finally {
      setBusy(false);
    }
  };
  const note = (field: Field) =>
    problem?.field === field ? { 'aria-invalid': true, 'aria-describedby': 'setup-problem' } : {};

  return (
    <main className="lone-page">
      <form className="card form" onSubmit={(event) => void submit(event)}>
        <Wordmark />
        <h1>{t('setup.title')}</h1>
        <p className="quiet">{t('setup.text')}</p>
        {problem && (
          <p role="alert" id="setup-problem" className="form-problem">
            {problem.text}
          </p>
        )}
        <label className="field">
          <span>{t('setup.code')}</span>
          <input
            name="setupCode"
            required
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            {...note('setupCode')}
          />
          <small className="quiet">{t('setup.code-hint')}</small>
        </label>
        <label className="field">
          <span>{t('field.name')}</span>
          <input name="name" required maxLength={200} autoComplete="name" {...note('name')} />
        </label>
        <label className="field">
          <span>{t('field.email')}</span>
          <input name="email" type="email" required maxLength={254} autoComplete="username" {...note('email')} />
        </label>
        <label className="field">
          <span>{t('field.password')}</span>
          <input
            name="password"
            type="password"
            required
            minLength={LEAST_PASSWORD}
            maxLength={128}
            autoComplete="new-password"
            {...note('password')}
          />
          <small className="quiet">{t('setup.password-hint', { count: LEAST_PASSWORD })}</small>
        </label>
        <label className="field">
          <span>{t('setup.password-again')}</span>
          <input name="again" type="password" required maxLength={128} autoComplete="new-password" />
        </label>
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {t('setup.submit')}
        </button>
      </form>
    </main>
  );
}
