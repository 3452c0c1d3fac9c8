import { createRoot } from 'react-dom/client';
import { preferredLocale } from '../messages/locale.ts';
import { plainSpeaker } from '../messages/plain-speaker.ts';
import { activateCatalogue } from '../messages/text.ts';
import { loadTvCatalogue } from '../messages/tv-catalogue.ts';
import { readAddress, TvApp } from './tv-app.tsx';
import { TvErrorBoundary } from './tv-error-boundary.tsx';
import './tiles.css';
import './tv.css';

/** The TV: `/w/:boardId` and `/tv`. `?lang=de` overrides the language of the browser. */
async function start(): Promise<void> {
  const wanted = new URLSearchParams(window.location.search).get('lang');
  const locale = preferredLocale(wanted === null ? navigator.languages : [wanted, ...navigator.languages]);
  document.documentElement.lang = locale;
  activateCatalogue(locale, await loadTvCatalogue(locale), plainSpeaker);
  const root = document.getElementById('root');
  if (root === null) throw new Error('tv.html has no element #root');
  createRoot(root).render(
    <TvErrorBoundary>
      <TvApp address={readAddress(window.location.pathname)} />
    </TvErrorBoundary>,
  );
}

void start();
