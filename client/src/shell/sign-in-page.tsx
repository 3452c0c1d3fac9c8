import { useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ROLES, type Role } from '@floorwalk/shared/access/role';
import { ApiError } from '../api/request.ts';
import { signIn, signInAsDemo } from '../api/session.ts';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { formText } from '../ui/form-text.ts';
import { Wordmark } from './wordmark.tsx';
import { useRefreshSession, useSessionQuery } from './use-session-query.ts';
import { Go } from './go.tsx';
import { LoadingPage, UnreachablePage } from './waiting-pages.tsx';

const DEMO_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'kiosk');

/** Only addresses of this desk: a link must not be able to send somebody elsewhere after signing in. */
function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}

/** Signing in, and where the demo runs: any role with one click. */
export function SignInPage() {
  const session = useSessionQuery();
  const refresh = useRefreshSession();
  const { next } = useSearch({ strict: false }) as { readonly next?: unknown };
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (session.isPending) return <LoadingPage />;
  if (session.isError) return <UnreachablePage error={session.error} retry={() => void session.refetch()} />;
  if (session.data.signedIn) return <Go to={safeNext(next)} />;
  if (session.data.needsSetup && !session.data.demo) return <Go to="/setup" />;

  const enter = async (attempt: Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await attempt;
      await refresh();
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter(signIn({ email: formText(form, 'email'), password: formText(form, 'password') }));
  };

  return (
    <main className="lone-page">
      <div className="card sign-in">
        <Wordmark />
        <h1>{t('sign-in.title')}</h1>
        {problem && (
          <p role="alert" className="form-problem">
            {problem}
          </p>
        )}
        {session.data.demo && (
          <section className="demo-roles" aria-labelledby="demo-title">
            <h2 id="demo-title">{t('sign-in.demo.title')}</h2>
            <p className="quiet">{t('sign-in.demo.text')}</p>
            <div className="demo-role-list">
              {DEMO_ROLES.map((role) => (
                <button
                  key={role}
                  type="button"
                  className={role === 'supervisor' ? 'button button-primary' : 'button'}
                  disabled={isBusy}
                  onClick={() => void enter(signInAsDemo(role))}
                >
                  {t(`role.${role}` as MessageKey)}
                </button>
              ))}
            </div>
          </section>
        )}
        <form onSubmit={submit} className="form">
          {session.data.demo && <h2>{t('sign-in.own-account')}</h2>}
          <label className="field">
            <span>{t('field.email')}</span>
            <input name="email" type="email" autoComplete="username" required maxLength={254} />
          </label>
          <label className="field">
            <span>{t('field.password')}</span>
            <input name="password" type="password" autoComplete="current-password" required maxLength={128} />
          </label>
          <button type="submit" className={session.data.demo ? 'button' : 'button button-primary'} disabled={isBusy}>
            {t('sign-in.submit')}
          </button>
        </form>
      </div>
    </main>
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError) || error.status === 0) return t('state.unreachable.title');
  if (error.status === 401) return t('sign-in.wrong');
  if (error.status === 429) return t('sign-in.too-often');
  return error.detail ?? error.message;
}
