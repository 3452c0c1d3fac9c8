import { readFileSync } from 'node:fs';
import { erlangA, type ErlangAInput } from '@floorwalk/shared/staffing/erlang-a';
import { erlangB, type ErlangBInput } from '@floorwalk/shared/staffing/erlang-b';
import { erlangC, type ErlangCInput } from '@floorwalk/shared/staffing/erlang-c';
import { requiredServers, type RequiredServersInput } from '@floorwalk/shared/staffing/required-servers';
import { waitForPlace, type WaitForPlaceInput } from '@floorwalk/shared/staffing/wait-for-place';
import { describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const file = sharedMaterial('golden/erlang.json');

interface GoldenCase<Input> {
  readonly id: string;
  readonly input: Input;
  readonly output: Record<string, number | boolean | null>;
}

interface Golden {
  readonly erlangB: GoldenCase<ErlangBInput>[];
  readonly erlangC: GoldenCase<ErlangCInput>[];
  readonly erlangA: GoldenCase<ErlangAInput>[];
  readonly staffing: GoldenCase<RequiredServersInput>[];
  readonly ewt: GoldenCase<WaitForPlaceInput>[];
}

const golden: Golden = file
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { erlangB: [], erlangC: [], erlangA: [], staffing: [], ewt: [] };

/** Infinite values are null in the golden file. */
function expectGolden(actual: object, expected: Record<string, number | boolean | null>): void {
  expect(Object.keys(expected).length).toBeGreaterThan(2);
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = Reflect.get(actual, name);
    if (value === null) expect([null, Infinity, -Infinity], name).toContain(found);
    else if (typeof value === 'number') {
      expect(typeof found, name).toBe('number');
      const allowed = 1e-12 + 1e-10 * Math.abs(value);
      expect(Math.abs(Number(found) - value), `${name}: ${String(found)}, not ${value}`).toBeLessThanOrEqual(allowed);
    } else expect(found, name).toBe(value);
  }
}

describe.skipIf(!file)(`golden values${file ? '' : ' (skipped: ../shared/golden/erlang.json is not here)'}`, () => {
  it('the golden file holds cases of every kind', () => {
    expect(Object.values(golden).filter((cases) => Array.isArray(cases) && cases.length > 5).length).toBeGreaterThan(4);
  });
  it.each(golden.erlangB)('Erlang B gives the golden values of $id', ({ input, output }) =>
    expectGolden(erlangB(input), output),
  );
  it.each(golden.erlangC)('Erlang C gives the golden values of $id', ({ input, output }) =>
    expectGolden(erlangC(input), output),
  );
  it.each(golden.erlangA)('Erlang A gives the golden values of $id', ({ input, output }) =>
    expectGolden(erlangA(input), output),
  );
  it.each(golden.staffing)('staffing gives the golden values of $id', ({ input, output }) =>
    expectGolden(requiredServers(input), output),
  );
  it.each(golden.ewt)('a wait estimate gives the golden values of $id', ({ input, output }) =>
    expectGolden(waitForPlace(input), output),
  );
});
