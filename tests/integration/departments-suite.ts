import { describe, expect, it } from 'vitest';
import type { RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import type { LiveClient } from './live-client.ts';
import { AGREEMENT, department, departmentsOfNewSite, type Asked } from './two-departments.ts';

/** What the tests of departments share with those of handoffs: one running app. */
export type DepartmentsContext = {
  readonly floorwalk: RunningFloorwalk;
  readonly client: LiveClient;
  readonly cliToken: string;
  readonly ask: <T>(method: string, path: string, body?: unknown, cookie?: string) => Promise<Asked<T>>;
};

export function describeDepartments(context: () => DepartmentsContext): void {
  describe('departments', () => {
    it('the demo floor begins with those that its queues name, agreeing with each other', async () => {
      const { client } = context();
      await until(() => client.view.tables.departmentAgreements.size === 2);
      expect([...client.view.tables.departments.keys()].toSorted()).toEqual(['back-office', 'sales']);
      expect(client.view.tables.departments.get('sales')).toMatchObject({
        version: 1,
        department: { teamIds: ['north'] },
      });
    });

    it('a new site begins with those that its queues name; exceptions fall to whoever is its first administrator', async () => {
      const { floorwalk, cliToken } = context();
      const { listed, personId } = await departmentsOfNewSite(floorwalk, cliToken);
      expect(listed.map((one) => [one.id, one.exceptionOwner])).toEqual(
        ['sales', 'service'].map((one) => [one, { to: { kind: 'person', personId }, name: 'Ada First' }]),
      );
    });

    it('are set in versions, and refused with the field at fault', async () => {
      const { client, ask } = context();
      for (const one of [department('sales', 'Sales'), department('back-office', 'Back office')])
        // oxlint-disable-next-line no-await-in-loop -- two
        expect(await ask('PUT', `departments/${one.id}`, one)).toMatchObject({ status: 200, body: { version: 2 } });
      expect((await ask('PUT', 'departments/sales/agreements/back-office', AGREEMENT)).status).toBe(200);
      await until(() => client.view.tables.departments.get('back-office')?.version === 2);
      const never = department('sales', 'Sales');
      const weekly = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
      expect(
        await ask('PUT', 'departments/sales', { ...never, calendar: { ...never.calendar, weekly } }),
      ).toMatchObject({
        status: 400,
        body: { pointer: '/calendar/weekly' },
      });
      const nobody = { to: { kind: 'person', personId: 'gone' }, name: 'Gone' };
      expect(await ask('PUT', 'departments/sales', { ...never, exceptionOwner: nobody })).toMatchObject({
        status: 400,
        body: { pointer: '/exceptionOwner/to' },
      });
      expect(await ask('PUT', 'departments/sales', { ...never, name: '' })).toMatchObject({
        status: 400,
        body: { pointer: '/name' },
      });
    });
  });
}
