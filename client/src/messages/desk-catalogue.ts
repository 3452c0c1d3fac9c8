import { icuSpeaker } from './icu-speaker.ts';
import type { Locale } from './locale.ts';
import { activateCatalogue, currentLocale, type Catalogue } from './text.ts';

type Load = () => Promise<{ readonly catalogue: Catalogue }>;

/** What the desk says before any screen beyond the floor is opened. */
const FIRST: Record<Locale, Load> = {
  en: () => import('./en/desk-catalogue.ts'),
  de: () => import('./de/desk-catalogue.ts'),
};
/** What the screens say that are fetched when they are opened. */
const SCREENS: Record<Locale, Load> = {
  en: () => import('./en/screens-catalogue.ts'),
  de: () => import('./de/screens-catalogue.ts'),
};

let hasScreens = false;

/** Everything the desk says in one language, as far as it is needed by now. */
export async function loadDeskCatalogue(locale: Locale): Promise<Catalogue> {
  const parts = await Promise.all([FIRST[locale](), ...(hasScreens ? [SCREENS[locale]()] : [])]);
  return Object.assign({}, ...parts.map(({ catalogue }) => catalogue)) as Catalogue;
}

let adding: Promise<void> | undefined;

/** Adds what the screens say, once; whoever draws one of them waits for it. */
export function addScreenWords(): Promise<void> {
  adding ??= (async () => {
    hasScreens = true;
    const locale = currentLocale();
    const catalogue = await loadDeskCatalogue(locale);
    // Whoever changed the language meanwhile loaded them too.
    if (currentLocale() === locale) activateCatalogue(locale, catalogue, icuSpeaker);
  })().catch((error: unknown) => {
    // The next screen that is opened asks again.
    adding = undefined;
    throw error;
  });
  return adding;
}
