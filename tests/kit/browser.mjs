import { accessSync, constants } from 'node:fs';

/**
 * A Chromium to drive: the one named (as CHROMIUM does), else the system's, else the one from the package registry.
 * Gives the path of its program, or undefined when there is none. Throws when the named one cannot be run.
 *
 * @param {string | undefined} named
 * @returns {Promise<string | undefined>}
 */
export async function findChromium(named) {
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM is ${JSON.stringify(named)}, which is not a program that can be run`);
  }
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(isExecutable);
  if (usual !== undefined) return usual;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packaged } = await import('@sparticuz/chromium');
  const path = await packaged.executablePath();
  return isExecutable(path) ? path : undefined;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
