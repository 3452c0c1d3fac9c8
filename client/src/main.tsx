import { createRoot } from 'react-dom/client';
import { installLiveSession } from './connection/live-session.ts';
import { createSocketTransport } from './connection/socket-transport.ts';
import { loadDeskCatalogue } from './messages/desk-catalogue.ts';
import { icuSpeaker } from './messages/icu-speaker.ts';
import { activateCatalogue } from './messages/text.ts';
import { App } from './shell/app.tsx';
import { usePreferences } from './shell/preferences.ts';
import './ui/tokens.css';
import './shell/desk.css';

async function start(): Promise<void> {
  const { locale } = usePreferences.getState();
  activateCatalogue(locale, await loadDeskCatalogue(locale), icuSpeaker);
  installLiveSession(createSocketTransport());
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App />);
}

void start();
