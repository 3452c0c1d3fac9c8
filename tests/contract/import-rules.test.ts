import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSource, readSources } from './import-graph.ts';
import { importRules } from './import-rules.ts';

const root = resolve(import.meta.dirname, '../..');
const files = readSources(root);

describe('the tree', () => {
  it('every source file is read, and read by name', () => {
    const roots = ['shared/src', 'server/src', 'client/src', 'tests', 'scripts'];
    const walked = roots.flatMap((directory) =>
      readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
        .map((path) => `${directory}/${path.replaceAll('\\', '/')}`)
        .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
        .filter((path) => !/(^|\/)(node_modules|dist|dist-types|test-results|playwright-report)\//.test(path)),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(files.map((file) => file.path).toSorted()).toEqual(walked.toSorted());
    const ours = files.flatMap((file) => file.imports.flatMap((edge) => edge.file ?? []));
    expect(ours.length).toBeGreaterThan(files.length);
    expect(ours.filter((path) => existsSync(join(root, path))).length).toBeGreaterThan(ours.length * 0.99);
  });

  for (const rule of importRules) {
    it(rule.title, () => {
      expect(rule.breaches(files)).toEqual([]);
    });
  }
});

/** For each rule one small tree that breaks it, so that no rule can pass by seeing nothing. */
const broken: Record<string, Record<string, string>> = {
  'every relative import': { 'server/src/a.ts': "import './gone.ts';" },
  'leads back to itself': {
    'server/src/a.ts': "import type { B } from './b.ts'; export type A = B;",
    'server/src/b.ts': "export type B = import('./c.ts').C;",
    'server/src/c.ts': "export type { A as C } from './a.ts'; export const c = 1;",
  },
  'shared imports nothing of ours': { 'shared/src/a.ts': "import { x } from '@floorwalk/server/x'; x();" },
  'no clock, no chance': { 'shared/src/a.ts': 'export const now = () => Date.now();' },
  'client and server never': { 'client/src/a.tsx': "import type { X } from '@floorwalk/server/x'; export type Y = X;" },
  'nothing of the tests': { 'server/src/a.ts': "import { x } from '../../tests/kit/x.ts'; x();" },
  'server modules do not': { 'server/src/modules/a/a.ts': "import { b } from '../b/b.ts'; b();" },
  'client features do not': { 'client/src/features/a/a.tsx': "void import('../b/b.tsx');" },
  'shared halves': {
    'server/src/modules/alerts/x.ts': 'export const x = 1;',
    'server/src/modules/escalation/x.ts': 'export const x = 1;',
    'shared/src/alerts/a.ts': "import { policy } from '../escalation/policy.ts'; policy();",
  },
  'does not import the union': {
    'shared/src/protocol/hello.ts': "import type { Up } from './up.ts'; export type X = Up;",
  },
  'only roles and adapter': { 'server/src/ingest/a.ts': "import { Client } from 'pg'; new Client();" },
  'only config.ts': { 'server/src/ingest/a.ts': "export const port = process.env['PORT'];" },
  'passes it on': { 'server/src/log/all.ts': "export * from './a.ts'; export { b } from './b.ts';" },
  'kebab-case': { 'server/src/log/logUtils.ts': 'export const x = 1;' },
  'longer than': { 'server/src/log/long.ts': 'export {};\n'.repeat(401) },
};

describe('the rules themselves', () => {
  it('each rule has an example that breaks it', () => {
    const covered = importRules.filter((rule) => Object.keys(broken).some((part) => rule.title.includes(part)));
    expect(covered).toEqual(importRules);
    expect(Object.keys(broken)).toHaveLength(importRules.length);
  });

  for (const [part, texts] of Object.entries(broken)) {
    it(`a tree that breaks "…${part}…" is caught`, () => {
      const known = new Set(Object.keys(texts));
      const tree = Object.entries(texts).map(([path, text]) => parseSource(path, text, known));
      const rule = importRules.find((one) => one.title.includes(part));
      expect(rule?.breaches(tree)).not.toEqual([]);
      expect(rule?.breaches([parseSource('server/src/log/fine.ts', 'export const fine = 1;', known)])).toEqual([]);
    });
  }
});
