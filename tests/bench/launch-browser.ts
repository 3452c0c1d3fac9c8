import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import { projectRoot } from '@floorwalk/server/config';

/** The Chromium that the browser tests drive too. Throws where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const browserFile = pathToFileURL(join(projectRoot, 'tests', 'kit', 'browser.mjs')).href;
  const { findChromium } = (await import(browserFile)) as typeof import('../kit/browser.mjs');
  const executablePath = await findChromium(process.env['CHROMIUM']);
  if (executablePath === undefined)
    throw new Error('no Chromium was found: install one, or set CHROMIUM to its program');
  return chromium.launch({
    executablePath,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--enable-precise-memory-info'],
  });
}
