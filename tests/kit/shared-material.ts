import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '@floorwalk/server/config';

/** A file or directory of the material that lies beside the project; undefined where it is not there (then skip, and say why). */
export function sharedMaterial(path: string): string | undefined {
  const full = resolve(projectRoot, '..', 'shared', path);
  return existsSync(full) ? full : undefined;
}
