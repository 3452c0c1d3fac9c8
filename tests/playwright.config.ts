import { defineConfig } from '@playwright/test';
import { findChromium } from './kit/browser.mjs';

const executablePath = await findChromium(process.env['CHROMIUM']);
if (executablePath === undefined) throw new Error('no Chromium was found: install one, or set CHROMIUM to its program');

/** Half of all the time; the surge is a day of the past at speed and takes as long as it takes. */
const LONGEST = /(desk|settings|surge|wallboard)\.spec\.ts$/;

/**
 * Each spec starts its own Floorwalk on its own database. Where a whole run is judged, a test that fails is tried once more against a fresh one,
 * and named as flickering in the summary: a machine that others use too may be too slow once, and what flickers is to be mended.
 */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  globalSetup: './kit/global-set-up.ts',
  workers: 3,
  retries: process.env['CI'] === undefined ? 0 : 1,
  // The longest first: begun last, it would run alone.
  projects: [
    { name: 'longest', testMatch: LONGEST },
    { name: 'others', testIgnore: LONGEST },
  ],
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { executablePath, args: ['--disable-dev-shm-usage'] },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
