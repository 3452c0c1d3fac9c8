import type { RunningRoles, StartConfig } from './config.ts';
import { startApi } from './roles/api.ts';
import { startFold } from './roles/fold.ts';
import { startJobs } from './roles/jobs.ts';
import { openBase } from './roles/open-base.ts';

/**
 * Starts the roles the configuration names, on a database that is migrated. Stopping goes in reverse: the api first hangs up, then jobs end, then
 * the fold saves where it stands, then the connections close. Rejects, with everything stopped again, when a role does not start.
 */
export async function startRoles(config: StartConfig): Promise<RunningRoles> {
  const base = openBase(config);
  const stops: (() => Promise<void>)[] = [() => base.close()];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) {
      // oxlint-disable-next-line no-await-in-loop -- the order is the point
      await next();
    }
  };
  try {
    let address: string | undefined;
    let setupCode: string | undefined;
    if (config.roles.includes('fold')) {
      const fold = startFold(base);
      stops.push(() => fold.stop());
    }
    if (config.roles.includes('jobs')) {
      const jobs = startJobs(base);
      stops.push(() => jobs.stop());
    }
    if (config.roles.includes('api')) {
      const api = await startApi(base);
      stops.push(() => api.stop());
      ({ address, setupCode } = api);
    }
    base.logger.info({ roles: config.roles, address }, 'started');
    return { address, setupCode, stop };
  } catch (error) {
    await stop().catch((failure: unknown) =>
      base.logger.error({ err: failure }, 'stopping after a failed start failed'),
    );
    throw error;
  }
}
