import { CrashNote } from './part-boundary.tsx';

/** The desk itself broke; a screen that breaks stays in its {@link PartBoundary}. */
export function CrashPage({ error }: { readonly error: unknown }) {
  return (
    <main className="lone-page">
      <CrashNote error={error} />
    </main>
  );
}
