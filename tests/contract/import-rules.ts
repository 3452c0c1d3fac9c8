import { cyclesIn } from './import-graph.ts';
import type { SourceFile } from './import-graph.ts';

/** A rule of the tree: gives one sentence for each place that breaks it. */
export interface ImportRule {
  readonly title: string;
  readonly breaches: (files: readonly SourceFile[]) => string[];
}

const adapterFolders = ['roles', 'db', 'log', 'live', 'socket', 'jobs', 'notify', 'auth', 'embedded'];
const adapterPackages = new Set([
  'ioredis',
  'bullmq',
  'pg',
  'pg-copy-streams',
  'socket.io',
  '@socket.io/redis-adapter',
]);
/** Lists, one line a part: the only files called `index`, and the tables as the database library wants them. */
const lists = new Set([
  'server/src/modules/index.ts',
  'server/src/db/tables.ts',
  'client/src/features/index.ts',
  'client/src/features/index.tsx',
]);
const vagueWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc']);
/** Vague at the end of a name (`queue-manager`), where they say what it is; a `service-level` is another matter. */
const vagueEndings = new Set(['manager', 'service']);
/** What reaches outside a computation and still compiles in `shared`, where Node and the browser have no types. */
const impureNames = ['Date', 'Math.random', 'Temporal.Now', 'globalThis'];
const mostLines = 400;

/** Where a module says what the log told of it; others may read that (docs/adr/0005). */
const TOLD = /\/(?:events|rows|[\w-]+-(?:slice|state))\.ts$/;

export const importRules: readonly ImportRule[] = [
  {
    title: 'every relative import leads to a file that is there',
    breaches: (files) => {
      const known = new Set(files.map((file) => file.path));
      return eachImport(files, (file, edge) =>
        edge.file !== undefined && /\.(ts|tsx|mjs)$/.test(edge.file) && !known.has(edge.file)
          ? `${file.path} imports ${edge.specifier}, which is not there`
          : undefined,
      );
    },
  },
  {
    title: 'no file leads back to itself, not even by a type',
    breaches: (files) => cyclesIn(files).map((cycle) => cycle.join(' → ')),
  },
  {
    title: 'shared imports nothing of ours, and nothing of Node',
    breaches: (files) =>
      eachImport(files.filter(inShared), (file, edge) => {
        if (edge.file !== undefined && !edge.file.startsWith('shared/src/')) return `${file.path} imports ${edge.file}`;
        if (!isTest(file) && edge.specifier.startsWith('node:')) return `${file.path} imports ${edge.specifier}`;
        return undefined;
      }),
  },
  {
    title: 'shared knows no clock, no chance and no machine',
    breaches: (files) =>
      files
        .filter((file) => inShared(file) && !isTest(file))
        .flatMap((file) =>
          impureNames.filter((name) => file.mentions.has(name)).map((name) => `${file.path} uses ${name}`),
        ),
  },
  {
    title: 'client and server never import each other',
    breaches: (files) =>
      eachImport(files, (file, edge) => {
        const [from, to] = [packageOf(file.path), packageOf(edge.file ?? '')];
        const crosses = (from === 'client' && to === 'server') || (from === 'server' && to === 'client');
        return crosses ? `${file.path} imports ${edge.file ?? ''}` : undefined;
      }),
  },
  {
    title: 'the product imports nothing of the tests or the scripts',
    breaches: (files) =>
      eachImport(
        files.filter((file) => !isTest(file) && ['shared', 'server', 'client'].includes(packageOf(file.path))),
        (file, edge) =>
          ['tests', 'scripts'].includes(packageOf(edge.file ?? '')) || /\.test\.tsx?$/.test(edge.file ?? '')
            ? `${file.path} imports ${edge.file ?? ''}`
            : undefined,
      ),
  },
  {
    title: 'server modules do not know each other',
    breaches: (files) => siblingBreaches(files, 'server/src/modules/'),
  },
  {
    title: 'client features do not know each other',
    breaches: (files) => siblingBreaches(files, 'client/src/features/'),
  },
  {
    title: 'the shared halves of two modules meet in what the log told only: events, rows and slices',
    breaches: (files) => {
      const modules = new Set(files.flatMap((file) => partBelow('server/src/modules/', file.path) ?? []));
      return eachImport(files.filter(inShared), (file, edge) => {
        const [from, to] = [partBelow('shared/src/', file.path), partBelow('shared/src/', edge.file ?? '')];
        if (from === undefined || to === undefined || from === to) return undefined;
        if (!modules.has(from) || !modules.has(to) || TOLD.test(edge.file ?? '')) return undefined;
        return `${file.path} imports ${edge.file ?? ''}`;
      });
    },
  },
  {
    title: 'a message does not import the union it is in, nor an event family the union of families',
    breaches: (files) =>
      eachImport(files.filter(inShared), (file, edge) => {
        const isMessage = file.path.startsWith('shared/src/protocol/') && !isTest(file);
        const mayList = /\/(up|down|version)\.ts$/.test(file.path);
        if (isMessage && !mayList && /^shared\/src\/protocol\/(up|down)\.ts$/.test(edge.file ?? '')) {
          return `${file.path} imports ${edge.file ?? ''}`;
        }
        return /^shared\/src\/[^/]+\/events\.ts$/.test(file.path) && edge.file === 'shared/src/events.ts'
          ? `${file.path} imports ${edge.file}`
          : undefined;
      }),
  },
  {
    title: 'only roles and adapter folders import ioredis, bullmq, pg and socket.io',
    breaches: (files) =>
      eachImport(
        files.filter((file) => file.path.startsWith('server/src/') && !isTest(file)),
        (file, edge) =>
          adapterPackages.has(edge.package ?? '') && !adapterFolders.includes(partBelow('server/src/', file.path) ?? '')
            ? `${file.path} imports ${edge.package ?? ''}`
            : undefined,
      ),
  },
  {
    title: 'only config.ts reads the environment of the server',
    breaches: (files) =>
      files
        .filter((file) => file.path.startsWith('server/src/') && !isTest(file) && file.path !== 'server/src/config.ts')
        .filter((file) => file.mentions.has('process.env'))
        .map((file) => `${file.path} uses process.env`),
  },
  {
    title: 'a file is imported itself, never through one that only passes it on',
    breaches: (files) =>
      files
        .filter((file) => (file.isBarrel || /\/index\.tsx?$/.test(file.path)) && !lists.has(file.path))
        .map((file) => file.path),
  },
  {
    title: 'files are named in kebab-case, and not with words that say nothing',
    breaches: (files) =>
      files
        .filter((file) => {
          const name = file.path.split('/').at(-1) ?? '';
          const words = (name.split('.')[0] ?? '').split('-');
          const isVague = words.some((word) => vagueWords.has(word)) || vagueEndings.has(words.at(-1) ?? '');
          return isVague || !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/.test(name);
        })
        .map((file) => file.path),
  },
  {
    title: `no file is longer than ${mostLines} lines`,
    breaches: (files) =>
      files.filter((file) => file.lineCount > mostLines).map((file) => `${file.path} has ${file.lineCount} lines`),
  },
];

function eachImport(
  files: readonly SourceFile[],
  judge: (file: SourceFile, edge: SourceFile['imports'][number]) => string | undefined,
): string[] {
  return files.flatMap((file) => file.imports.flatMap((edge) => judge(file, edge) ?? []));
}

/** Files in one part below `base` that import from another part; files directly in `base` are lists and contracts. */
function siblingBreaches(files: readonly SourceFile[], base: string): string[] {
  return eachImport(files, (file, edge) => {
    const [from, to] = [partBelow(base, file.path), partBelow(base, edge.file ?? '')];
    return from !== undefined && to !== undefined && from !== to
      ? `${file.path} imports ${edge.file ?? ''}`
      : undefined;
  });
}

/** The folder directly below `base` a file is in; undefined for files elsewhere or directly in `base`. */
function partBelow(base: string, path: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const [part, ...rest] = path.slice(base.length).split('/');
  return rest.length > 0 ? part : undefined;
}

function packageOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function inShared(file: SourceFile): boolean {
  return file.path.startsWith('shared/src/');
}

function isTest(file: SourceFile): boolean {
  return /\.test\.tsx?$/.test(file.path);
}
