import { expect, it } from 'vitest';
import { EVENT_TYPES } from '../events.ts';
import { createFloorState } from '../floor/floor-state.ts';
import { foldFloor } from '../floor/fold-floor.ts';
import { isFactType } from './fact-type.ts';
import type { LoggedEvent } from './logged-event.ts';

it('exactly the types that move the floor’s time when they are folded are facts', () => {
  const moving = EVENT_TYPES.filter((type) => {
    const state = createFloorState('site');
    const ids = {
      contactId: 'c',
      agentId: 'a',
      botId: 'b',
      sessionId: 's',
      queueId: 'q',
      teamId: 't',
      clock: { kind: 'log' },
    };
    const event = { position: 1, id: '1', source: 'x', type, time: 5000, recordedAt: 1, data: ids };
    foldFloor(state, event as unknown as LoggedEvent);
    return state.latestEventAt === 5000;
  });
  expect(moving.length).toBeGreaterThan(20);
  expect(EVENT_TYPES.filter(isFactType)).toEqual(moving);
});
