import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../api/request.ts';
import { live } from '../connection/live-session.ts';
import { FEATURES } from '../features/index.ts';
import { loadDeskCatalogue } from '../messages/desk-catalogue.ts';
import { icuSpeaker } from '../messages/icu-speaker.ts';
import { activateCatalogue, useLocale } from '../messages/text.ts';
import { ListMode } from '../ui/list-mode.ts';
import { Announcer } from '../ui/announcer.tsx';
import { FeaturesProvider } from './feature-slots.ts';
import { usePreferences } from './preferences.ts';
import { createDeskRouter } from './router.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});
const router = createDeskRouter(FEATURES);

/** The desk. Drawn anew as a whole when the language changes; the live connection lives outside and goes on. */
export function App() {
  const { theme, locale, frequency, listMode } = usePreferences();
  const drawnLocale = useLocale();

  useEffect(() => {
    if (locale === drawnLocale) return;
    void loadDeskCatalogue(locale).then((catalogue) => activateCatalogue(locale, catalogue, icuSpeaker));
  }, [locale, drawnLocale]);

  useEffect(() => {
    document.documentElement.lang = drawnLocale;
  }, [drawnLocale]);

  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);

  useEffect(() => live().setFrequency(frequency), [frequency]);

  return (
    <QueryClientProvider client={queries}>
      <FeaturesProvider value={FEATURES}>
        <ListMode value={listMode}>
          <RouterProvider key={drawnLocale} router={router} />
        </ListMode>
        <Announcer />
      </FeaturesProvider>
    </QueryClientProvider>
  );
}
