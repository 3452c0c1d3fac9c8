import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Compile } from 'typebox/compile';
import { Agreement, Department, findAgreementFlaw, findDepartmentFlaw } from './department.ts';
import { demoDepartments, firstDepartments } from './first-departments.ts';

const OWNER = { to: { kind: 'person', personId: 'emma' }, name: 'Emma' } as const;

it('whatever queues call their departments, each has an owner and every pair an agreement, and all of it would be accepted', () => {
  const [isDepartment, isAgreement] = [Compile(Department), Compile(Agreement)];
  const name = fc.oneof(
    fc.constantFrom('Back office', 'Back-Office', 'Büro', '!!', 'x'.repeat(200)),
    fc.string({ minLength: 1, maxLength: 30 }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 6 }), (names) => {
      const found = names.map((one, index) => ({ name: one, teamIds: [`t${index}`] }));
      const { departments, agreements } = firstDepartments(found, 'Europe/Berlin', OWNER);
      const ids = new Set(departments.map(({ id }) => id));
      expect(ids.size).toBe(departments.length);
      expect(agreements).toHaveLength(ids.size * Math.max(0, ids.size - 1));
      for (const department of departments) {
        expect(isDepartment.Check(department)).toBe(true);
        expect(findDepartmentFlaw(department)).toBeNull();
        expect(department.exceptionOwner).toEqual(OWNER);
      }
      for (const agreement of agreements) {
        const to = departments.find(({ id }) => id === agreement.toDepartmentId) ?? expect.fail();
        expect(isAgreement.Check(agreement)).toBe(true);
        expect(findAgreementFlaw(agreement, to)).toBeNull();
      }
    }),
  );
});

it('those of the demo floor would be accepted too', () => {
  const found = ['Sales', 'Billing', 'Service', 'Back office'].map((name) => ({ name, teamIds: [] }));
  const { departments, agreements } = demoDepartments(found, 'Europe/Berlin', OWNER);
  expect(departments.map((department) => findDepartmentFlaw(department))).toEqual(departments.map(() => null));
  expect(agreements).toHaveLength(12);
});
