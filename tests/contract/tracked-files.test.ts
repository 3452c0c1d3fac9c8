import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const isClone = existsSync(join(root, '.git'));
const listed = !isClone
  ? ''
  : execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));

/** Written so that neither pattern matches its own line. */
const machinePath = /(?<![\w.~*-])\/(?:root|work|home\/[a-z]\w*|Users\/\w+)\//;
const registryHost = /registry[.][a-z0-9-]+[.][a-z]|artifac[t]ory|verda[c]cio|npmmir[r]or|tarball: *http/i;

function breachesOf(pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const text = readFileSync(join(root, path));
    if (text.subarray(0, 8000).includes(0)) return [];
    return text
      .toString('utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : []));
  });
}

describe.skipIf(!isClone)(`tracked files${isClone ? '' : ' (skipped: this is not a git clone)'}`, () => {
  it('there are some, the lock file among them', () => {
    expect(paths.length).toBeGreaterThan(100);
    expect(paths).toContain('pnpm-lock.yaml');
  });

  it('none names a directory of the machine it was written on', () => {
    expect(machinePath.test(`see ${['', 'root', 'x'].join('/')}`)).toBe(true);
    expect(breachesOf(machinePath)).toEqual([]);
  });

  it('none names the host of a package registry', () => {
    expect(registryHost.test(['https://registry', 'example.org/x'].join('.'))).toBe(true);
    expect(breachesOf(registryHost)).toEqual([]);
  });

  it('every link and every path that a document names leads somewhere', () => {
    const documents = paths.filter((path) => path.endsWith('.md'));
    expect(documents).toContain('README.md');
    const lost = documents.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link));
      const named = [...text.matchAll(/`((?:shared|server|client|tests|scripts|docs)\/[\w./-]+)`/g)].map(
        ([, name = '']) => name,
      );
      return [
        ...links.filter((link) => !existsSync(join(root, dirname(path), link))),
        ...named.filter((name) => !existsSync(join(root, name))),
      ].map((name) => `${path}: ${name}`);
    });
    expect(lost).toEqual([]);
  });

  it('the map shows every folder of the three packages', () => {
    const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').replaceAll(
      /`([\w/]+\/)\{([\w,-]+)\}`/g,
      (_all, parent: string, names: string) =>
        names
          .split(',')
          .map((name) => `\`${parent}${name}\``)
          .join(', '),
    );
    const folders = new Set(paths.flatMap((path) => /^(?:shared|server|client)\/src\/[\w-]+(?=\/)/.exec(path) ?? []));
    expect(folders.size).toBeGreaterThan(40);
    expect([...folders].filter((folder) => !map.includes(`\`${folder}\``) && !map.includes(`\`${folder}/*\``))).toEqual(
      [],
    );
  });

  it('none is larger than a mebibyte, nor something that is made', () => {
    const large = paths.filter((path) => readFileSync(join(root, path)).length > 1024 * 1024);
    expect(large).toEqual([]);
    expect(paths.filter((path) => /(^|\/)(dist|node_modules|\.floorwalk|test-results)\//.test(path))).toEqual([]);
  });
});
