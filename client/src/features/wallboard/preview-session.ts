import { useEffect, useState } from 'react';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { LiveSession } from '../../connection/live-session.ts';
import { createSocketTransport } from '../../connection/socket-transport.ts';

/** A live connection of the editor's own: its tiles read other windows than the desk's address asks for, and never the past. */
export function usePreviewSession(siteId: string, windows: readonly WindowKey[]): LiveSession {
  const [session] = useState(() => {
    const made = new LiveSession(createSocketTransport());
    made.setFrequency('1s');
    return made;
  });
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  const wanted = windows.join();
  useEffect(() => {
    session.want({
      siteId,
      tables: ['bots', 'groups', 'queues', 'sites', 'teams'],
      windows: wanted.split(',').filter((key): key is WindowKey => key !== ''),
    });
  }, [session, siteId, wanted]);
  return session;
}
