import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';

/** One import, re-export, dynamic import or `import('…')` type. */
export interface ImportEdge {
  readonly specifier: string;
  /** Path of the file it leads to, from the root; undefined for packages that are not ours. */
  readonly file: string | undefined;
  /** Name of the package it leads to; undefined for our own files. */
  readonly package: string | undefined;
}

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly lineCount: number;
  readonly imports: readonly ImportEdge[];
  /** True when the file does nothing but pass on what others export. */
  readonly isBarrel: boolean;
  /** Names it uses that are not properties of something: `Date`, `process`; and two-part ones: `Math.random`. */
  readonly mentions: ReadonlySet<string>;
}

const sourceRoots = ['shared/src', 'server/src', 'client/src', 'tests', 'scripts'];
const ignored = new Set(['node_modules', 'dist', 'dist-types', 'test-results', 'playwright-report']);
const packageSources: Readonly<Record<string, string>> = {
  '@floorwalk/shared': 'shared/src',
  '@floorwalk/server': 'server/src',
  '@floorwalk/client': 'client/src',
};

/** Every source file of the project, parsed. Throws when one cannot be parsed: a file not understood is not a file in order. */
export function readSources(root: string): SourceFile[] {
  const paths = sourceRoots.flatMap((directory) => walk(root, join(root, directory)));
  const known = new Set(paths);
  return paths.map((path) => parseSource(path, readFileSync(join(root, path), 'utf8'), known));
}

function walk(root: string, directory: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!ignored.has(entry.name)) found.push(...walk(root, path));
    } else if (/\.(ts|tsx|mjs)$/.test(entry.name)) {
      found.push(relative(root, path).replaceAll('\\', '/'));
    }
  }
  return found.toSorted();
}

export function parseSource(path: string, text: string, known: ReadonlySet<string>): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  const [firstError] = errors;
  if (firstError !== undefined) throw new Error(`${path} cannot be parsed: ${firstError.message}`);
  const specifiers = new Set<string>();
  for (const imported of module.staticImports) specifiers.add(imported.moduleRequest.value);
  for (const exported of module.staticExports) {
    for (const entry of exported.entries) {
      if (entry.moduleRequest !== null) specifiers.add(entry.moduleRequest.value);
    }
  }
  const mentions = new Set<string>();
  const visitor = new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal') specifiers.add(String(node.source.value));
    },
    TSImportType(node) {
      specifiers.add(node.source.value);
    },
    Identifier(node) {
      mentions.add(node.name);
    },
    MemberExpression(node) {
      if (node.object.type === 'Identifier' && node.property.type === 'Identifier') {
        mentions.add(`${node.object.name}.${node.property.name}`);
      }
    },
  });
  visitor.visit(program);
  const reExports = program.body.filter(
    (node) => node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null),
  );
  return {
    path,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [...specifiers].map((specifier) => edgeOf(path, specifier, known)),
    isBarrel: program.body.length > 0 && reExports.length === program.body.length,
    mentions,
  };
}

function edgeOf(from: string, specifier: string, known: ReadonlySet<string>): ImportEdge {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(dirname(from), specifier.replace(/\?.*$/, '')));
    return { specifier, file: target, package: undefined };
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const source = packageSources[name];
  if (source === undefined) return { specifier, file: undefined, package: name };
  const base = `${source}/${specifier.slice(name.length + 1)}`;
  const file = [`${base}.ts`, `${base}.tsx`].find((candidate) => known.has(candidate)) ?? base;
  return { specifier, file, package: undefined };
}

/** Groups of files that lead back to themselves, each sorted. Type-only imports count like any other. */
export function cyclesIn(files: readonly SourceFile[]): string[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  const visit = (path: string): number => {
    const index = order.size;
    order.set(path, index);
    let low = index;
    stack.push(path);
    onStack.add(path);
    const targets = (byPath.get(path)?.imports ?? []).flatMap((edge) => edge.file ?? []);
    for (const target of targets) {
      if (!byPath.has(target)) continue;
      const seen = order.get(target);
      if (seen === undefined) low = Math.min(low, visit(target));
      else if (onStack.has(target)) low = Math.min(low, seen);
    }
    lowest.set(path, low);
    if (low === index) {
      const group: string[] = [];
      for (;;) {
        const top = stack.pop();
        if (top === undefined) break;
        onStack.delete(top);
        group.push(top);
        if (top === path) break;
      }
      if (group.length > 1 || targets.includes(path)) cycles.push(group.toSorted());
    }
    return low;
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return cycles;
}
