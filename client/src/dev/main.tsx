import { createRoot } from 'react-dom/client';
import type { Role } from '@floorwalk/shared/access/role';
import { installLiveSession, type LiveSession } from '../connection/live-session.ts';
import { loadDeskCatalogue } from '../messages/desk-catalogue.ts';
import { icuSpeaker } from '../messages/icu-speaker.ts';
import { activateCatalogue } from '../messages/text.ts';
import { App } from '../shell/app.tsx';
import { usePreferences } from '../shell/preferences.ts';
import { answerRequests } from './made-up-api.ts';
import { ManyCharts } from './many-charts.tsx';
import { MadeUpTransport } from './made-up-transport.ts';
import '../ui/tokens.css';
import '../shell/desk.css';

/**
 * The real desk on a made-up floor: `dev.html?queues=25&agents=80&cells=20&rate=4&role=supervisor`, then it goes to the floor. Not part of
 * what is built for people.
 */
async function start(): Promise<void> {
  const options = new URLSearchParams(window.location.search);
  const number = (name: string, usual: number) => Number(options.get(name) ?? usual);
  const siteId = 'riverside';
  answerRequests((options.get('role') ?? 'supervisor') as Role, siteId);
  const transport = new MadeUpTransport({
    seed: number('seed', 7),
    size: {
      queues: number('queues', 25),
      agents: number('agents', 80),
      bots: number('bots', 4),
      teams: number('teams', 5),
    },
    cells: number('cells', 20),
    rate: number('rate', 4),
  });
  const { locale } = usePreferences.getState();
  activateCatalogue(locale, await loadDeskCatalogue(locale), icuSpeaker);
  const session = installLiveSession(transport);
  Object.assign(window, { floorwalk: { transport, session, glassMs: timeToGlass(transport, session) } });
  window.history.replaceState(null, '', options.get('go') ?? `/sites/${siteId}/floor`);
  const root = document.getElementById('root');
  if (root) createRoot(root).render(options.has('charts') ? <ManyCharts /> : <App />);
}

/** How long each delta took from its arrival to the frame that showed it, ms; only grows. */
function timeToGlass(transport: MadeUpTransport, session: LiveSession): readonly number[] {
  const times: number[] = [];
  let arrivals: number[] = [];
  transport.onDelta = (at) => arrivals.push(at);
  // The store is flushed within a frame; a message that is sent then is handled after the frame was painted.
  const channel = new MessageChannel();
  channel.port1.addEventListener('message', ({ data }: MessageEvent<readonly number[]>) => {
    for (const at of data) times.push(performance.now() - at);
  });
  channel.port1.start();
  session.store.onFlush(() => {
    channel.port2.postMessage(arrivals);
    arrivals = [];
  });
  return times;
}

void start();
