import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allRoles, readEnvironment, variables } from '@floorwalk/server/config';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string; readonly retries: number };
}

const root = resolve(import.meta.dirname, '../..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);

/** The value as Compose would make it, with every variable that has no default set to `given`. */
function interpolate(text: string, given: string): string {
  return text.replace(/\$\{\w+(?::([-?])([^}]*))?\}/g, (_, kind: string | undefined, rest: string) =>
    kind === '-' ? rest : given,
  );
}

/** The source of a built file: `server/dist/cli/main.js` is made from `server/src/cli/main.ts`. */
function sourceOf(built: string): string {
  return built.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
}

describe('docker-compose.yml', () => {
  it('each role is a service of its own, and all roles together are the whole server', () => {
    expect(ours.map(([, service]) => service.environment?.['ROLES'] ?? '').toSorted()).toEqual(
      [...allRoles].toSorted(),
    );
  });

  it('every variable set for a role is one the server reads, with a value it accepts', () => {
    for (const [name, { environment = {} }] of ours) {
      const unknown = Object.keys(environment).filter((variable) => !Object.hasOwn(variables, variable));
      expect(unknown, name).toEqual([]);
      const values = Object.fromEntries(
        Object.entries(environment).map(([variable, value]) => [variable, interpolate(value, 'x'.repeat(32))]),
      );
      const read = readEnvironment(values);
      expect(read.databaseUrl, name).toMatch(/@postgres:5432\/floorwalk$/);
      expect(read.redisUrl, name).toBe('redis://redis:6379');
      expect(read.secret, name).toHaveLength(32);
      expect(read.demo, name).toBe(false);
    }
  });

  it('neither a secret nor a password has a default', () => {
    for (const [name, { environment = {} }] of services) {
      for (const variable of ['FLOORWALK_SECRET', 'POSTGRES_PASSWORD'].filter(
        (one) => environment[one] !== undefined,
      )) {
        expect(environment[variable], `${name} ${variable}`).toMatch(/^\$\{\w+:\?[^}]+\}$/);
      }
    }
  });

  it('every service has a health check, and waits for the health of those it rests on', () => {
    for (const [name, service] of services) {
      expect(service.healthcheck?.test[0], name).toBe('CMD');
      expect(service.healthcheck?.retries, name).toBeGreaterThan(0);
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services[other]?.healthcheck, `${name} waits for ${other}`).toBeDefined();
        expect(condition).toBe('service_healthy');
      }
    }
    for (const [name, service] of ours) {
      expect(Object.keys(service.depends_on ?? {}).toSorted(), name).toEqual(['postgres', 'redis']);
    }
  });

  it('the databases keep their data in volumes that are declared, and Redis never evicts', () => {
    const mounted = services.flatMap(([, service]) => service.volumes ?? []);
    expect(mounted.map((mount) => mount.split(':')[0] ?? '').toSorted()).toEqual(
      Object.keys(compose.volumes).toSorted(),
    );
    expect(mounted).toContain('postgres:/var/lib/postgresql');
    expect(compose.services['redis']?.command).toContain('noeviction');
  });

  it('only the api is reachable from outside, on the port it listens on', () => {
    expect(services.filter(([, service]) => service.ports !== undefined).map(([name]) => name)).toEqual(['api']);
    const { environment = {}, ports = [] } = compose.services['api'] ?? {};
    expect(ports.map((port) => interpolate(port, '').split(':').at(-1))).toEqual([environment['PORT']]);
    expect(environment['HOST']).toBe('0.0.0.0');
    expect(dockerfile).toContain(`EXPOSE ${environment['PORT']}`);
  });
});

describe('Dockerfile', () => {
  it('everything it copies from the project is there', () => {
    const copies = dockerfile.split('\n').filter((line) => line.startsWith('COPY ') && !line.includes('--from'));
    const sources = copies.flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('what it copies between stages is what the earlier stage builds', () => {
    const between = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\w+)\/dist \1\/dist$/gm)].map(
      (match) => match[1],
    );
    expect(between).toEqual(['shared', 'server', 'client']);
    expect(dockerfile).toContain('node node_modules/typescript/bin/tsc -b server');
    expect(existsSync(join(root, 'node_modules/typescript/bin/tsc'))).toBe(true);
    expect(existsSync(join(root, 'client/node_modules/vite/bin/vite.js'))).toBe(true);
  });

  it('the commands it and the health checks run are commands of floorwalk', () => {
    const commands = [...dockerfile.matchAll(/CMD (\[.*\])/g)].map((match) => JSON.parse(match[1] ?? '') as string[]);
    expect(commands).toHaveLength(2);
    for (const [, service] of ours) commands.push((service.healthcheck?.test ?? []).slice(1));
    const list = readFileSync(join(root, 'server/src/cli/main.ts'), 'utf8');
    for (const [node, file, command] of commands) {
      expect(node).toBe('node');
      expect(existsSync(join(root, sourceOf(file ?? '')))).toBe(true);
      expect(list).toContain(`${command}: () => import('./${command}.ts')`);
    }
  });

  it('it installs with the same pnpm as the start script', () => {
    const version = /'(pnpm@[\d.]+)'/.exec(readFileSync(join(root, 'scripts/prepare.mjs'), 'utf8'))?.[1];
    expect(version).toBeDefined();
    expect(new Set(dockerfile.match(/pnpm@[\d.]+/g))).toEqual(new Set([version]));
  });

  it('its own variables are ones the server reads, or known to Node and the installer', () => {
    const others = new Set(['CI', 'NODE_ENV', 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD']);
    const set = [...dockerfile.matchAll(/^ENV (.*)$/gm)].flatMap((match) => match[1]?.match(/\b[A-Z_]+(?==)/g) ?? []);
    expect(set).toContain('FLOORWALK_HOME');
    expect(set.filter((name) => !others.has(name) && !Object.hasOwn(variables, name))).toEqual([]);
  });
});
