import type { Locale } from './locale.ts';
import type { Catalogue } from './text.ts';

const LOADERS: Record<Locale, () => Promise<{ catalogue: Catalogue }>> = {
  en: () => import('./en/tv-catalogue.ts'),
  de: () => import('./de/tv-catalogue.ts'),
};

/** Everything a TV says in one language. */
export async function loadTvCatalogue(locale: Locale): Promise<Catalogue> {
  return (await LOADERS[locale]()).catalogue;
}
