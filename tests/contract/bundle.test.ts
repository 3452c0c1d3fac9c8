import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const client = resolve(import.meta.dirname, '../../client');
const KB = 1024;
/** What a first visit may fetch, gzipped bytes. */
const DESK = { script: 240 * KB, style: 24 * KB };
const TV = { script: 110 * KB, style: 12 * KB };
const LAZY = 60 * KB;

type Chunk = {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
};

let directory = '';
let manifest: Readonly<Record<string, Chunk>> = {};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'floorwalk-bundle-'));
  await promisify(execFile)(
    process.execPath,
    [
      join(client, 'node_modules/vite/bin/vite.js'),
      'build',
      '--outDir',
      directory,
      '--emptyOutDir',
      '--sourcemap',
      '--logLevel',
      'error',
    ],
    // Tests run with another NODE_ENV, under which React would come in its development form.
    { cwd: client, env: { ...process.env, NODE_ENV: 'production' } },
  );
  manifest = JSON.parse(readFileSync(join(directory, '.vite/manifest.json'), 'utf8')) as typeof manifest;
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const weigh = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(directory, file)), { level: 9 }).length, 0);

/** The files of a chunk and of all it needs before it can run. */
function filesOf(
  key: string,
  seen = new Set<string>(),
): { readonly scripts: Set<string>; readonly styles: Set<string> } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || seen.has(name)) return;
    seen.add(name);
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const needed of chunk.imports ?? []) visit(needed);
  };
  visit(key);
  return { scripts, styles };
}

/** What one visit to a page fetches: its entry, and the largest of the languages. */
function firstLoad(page: string, catalogue: string) {
  const { scripts, styles } = filesOf(page);
  const languages = Object.keys(manifest).filter(
    (key) => key.endsWith(`/${catalogue}.ts`) && key.includes('/messages/'),
  );
  const own = languages.map((key) => [...filesOf(key).scripts].filter((file) => !scripts.has(file)));
  const largest = own.toSorted((left, right) => weigh(right) - weigh(left))[0] ?? [];
  return { scripts: [...scripts, ...largest], styles: [...styles], languageCount: languages.length };
}

/** Our own source files that are in these scripts, with their text. */
function sourcesOf(scripts: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const script of scripts) {
    const path = join(directory, `${script}.map`);
    if (!existsSync(path)) continue;
    const map = JSON.parse(readFileSync(path, 'utf8')) as { sources: string[]; sourcesContent: (string | null)[] };
    map.sources.forEach((source, index) => {
      if (!source.includes('node_modules')) found.set(source, map.sourcesContent[index] ?? '');
    });
  }
  return found;
}

describe('what a browser fetches', () => {
  it('is at most 240 KB of script for the desk’s first load', () => {
    const load = firstLoad('index.html', 'desk-catalogue');
    expect(load.languageCount).toBe(2);
    expect(load.scripts.length).toBeGreaterThan(3);
    expect(weigh(load.scripts)).toBeLessThanOrEqual(DESK.script);
    expect(weigh(load.styles)).toBeLessThanOrEqual(DESK.style);
  });

  it('is at most 110 KB of script for a TV’s, without router, primitives or query cache', () => {
    const load = firstLoad('tv.html', 'tv-catalogue');
    expect(load.languageCount).toBe(2);
    expect(load.scripts.length).toBeGreaterThan(1);
    expect(weigh(load.scripts)).toBeLessThanOrEqual(TV.script);
    expect(weigh(load.styles)).toBeLessThanOrEqual(TV.style);
    const text = load.scripts.map((file) => readFileSync(join(directory, file), 'utf8')).join('\n');
    // Words that only these libraries hold.
    for (const word of ['data-rac', 'QueryClient', 'routeTree']) expect(text.includes(word)).toBe(false);
  });

  it('is at most 60 KB for anything fetched later', () => {
    const first = new Set([...filesOf('index.html').scripts, ...filesOf('tv.html').scripts]);
    const later = Object.values(manifest).filter((chunk) => chunk.file.endsWith('.js') && !first.has(chunk.file));
    expect(later.length).toBeGreaterThan(5);
    expect(later.filter((chunk) => weigh([chunk.file]) > LAZY).map((chunk) => chunk.file)).toEqual([]);
  });

  it('says nothing in the first load that only the screens’ catalogue knows', () => {
    const english = join(client, 'src/messages/en');
    const parts = readFileSync(join(english, 'screens-catalogue.ts'), 'utf8').matchAll(/from '\.\/([\w-]+\.ts)'/g);
    const keys = [...parts].flatMap(([, file = '']) =>
      [...readFileSync(join(english, file), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map(([, key = '']) => key),
    );
    expect(keys.length).toBeGreaterThan(500);
    const sources = sourcesOf(firstLoad('index.html', 'desk-catalogue').scripts);
    expect([...sources.keys()].filter((source) => source.includes('/features/')).length).toBeGreaterThan(20);
    const said: string[] = [];
    for (const [source, text] of sources) {
      if (source.includes('/messages/')) continue;
      const prefixes = [...text.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1] ?? '');
      for (const key of keys) {
        if (text.includes(`'${key}'`) || prefixes.some((prefix) => key.startsWith(prefix)))
          said.push(`${key} in ${source}`);
      }
    }
    expect(said).toEqual([]);
  });

  it('has no word of the made-up floor that screens are measured with, no schema library, and no message left to parse', () => {
    const text = Object.values(manifest)
      .filter((chunk) => chunk.file.endsWith('.js'))
      .map((chunk) => readFileSync(join(directory, chunk.file), 'utf8'))
      .join('\n');
    expect(text.includes('made-up-switch')).toBe(false);
    expect(text.includes('immutableTypes')).toBe(false);
    // A message with choices that is still text would need the parser that browsers do not have.
    expect(text.match(/\{\w+, (plural|select|selectordinal|number|date|time)\b.{0,40}/g) ?? []).toEqual([]);
  });
});
