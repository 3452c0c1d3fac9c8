import type { Locale } from './locale.ts';
import type { Catalogue } from './text.ts';

const LOADERS: Record<Locale, () => Promise<{ catalogue: Catalogue }>> = {
  en: () => import('./en/desk-catalogue.ts'),
  de: () => import('./de/desk-catalogue.ts'),
};

/** Everything the desk says in one language; fetched when it is needed. */
export async function loadDeskCatalogue(locale: Locale): Promise<Catalogue> {
  return (await LOADERS[locale]()).catalogue;
}
