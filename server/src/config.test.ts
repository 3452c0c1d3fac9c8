import { describe, expect, it } from 'vitest';
import { ConfigError, allRoles, readEnvironment, variables, withoutPassword } from './config.ts';

describe('readEnvironment', () => {
  it('an empty environment gives the defaults: all roles, own services, this machine alone', () => {
    const environment = readEnvironment({});
    expect(environment.roles).toEqual(allRoles);
    expect(environment.databaseUrl).toBeUndefined();
    expect(environment.redisUrl).toBeUndefined();
    expect(environment.host).toBe('127.0.0.1');
    expect(environment.portIsGiven).toBe(false);
    expect(environment.home.endsWith('.floorwalk')).toBe(true);
  });

  it('an empty value counts as absent', () => {
    expect(readEnvironment({ PORT: '', ROLES: ' ', DATABASE_URL: '' })).toEqual(readEnvironment({}));
  });

  it('every variable that says what it should not is refused by its name', () => {
    const wrong: Record<string, string> = {
      PORT: '70000',
      ROLES: 'api,web',
      DATABASE_URL: 'mysql://somewhere/x',
      REDIS_URL: 'somewhere:6379',
      REDIS_PREFIX: 'a b',
      QUEUE_BACKEND: 'paper',
      HOST: 'a b',
      FLOORWALK_SECRET: 'short',
      FLOORWALK_DEMO: 'maybe',
      FLOORWALK_DEMO_TOKEN: 'short',
      PUBLIC_URL: 'ftp://somewhere',
      LOG_LEVEL: 'loud',
      INGEST_MAX_BODY_BYTES: '-1',
      INGEST_MAX_BATCH_EVENTS: '0',
      NOTICES_TO_PRIVATE_ADDRESSES: 'perhaps',
    };
    expect(Object.keys(wrong).toSorted()).toEqual(
      Object.keys(variables)
        .filter((name) => name !== 'FLOORWALK_HOME' && name !== 'CHROMIUM')
        .toSorted(),
    );
    for (const [name, value] of Object.entries(wrong)) {
      const read = (): unknown => readEnvironment({ [name]: value });
      expect(read, name).toThrow(ConfigError);
      expect(read, name).toThrow(new RegExp(`^${name} is `));
    }
  });

  it('roles come back in starting order, each once', () => {
    expect(readEnvironment({ ROLES: 'jobs, api,jobs' }).roles).toEqual(['api', 'jobs']);
  });

  it('a secret or a password is never repeated in an error', () => {
    const messageOf = (env: Record<string, string>): string => {
      try {
        readEnvironment(env);
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing was thrown';
    };
    expect(messageOf({ FLOORWALK_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(messageOf({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).toContain('mysql://me:***@host/db');
    expect(withoutPassword('redis://:hunter2@host:1')).toBe('redis://:***@host:1');
  });
});
