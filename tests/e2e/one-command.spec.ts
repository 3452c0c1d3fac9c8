import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { currentEnvironment } from '@floorwalk/server/config';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { startProcess } from '../kit/started-process.ts';

test('one command and one click show a floor that lives; when the command ends, the glass says so', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-e2e-'));
  symlinkSync(openStateDirectory(currentEnvironment().home).tools, join(home, 'tools'));
  const started = startProcess(home, ['--port', '0']);
  try {
    const line = await started.line();
    const { address } = started.record();
    expect(line).toContain(`${address} with a demo floor`);
    await page.goto(address);
    await page.getByRole('button', { name: 'Supervisor' }).click();
    await expect(page).toHaveURL(/\/sites\/demo\/floor/);

    // The demo has a past of some hours, so the board is full at once …
    const numbers = page.getByRole('main');
    await expect(numbers).toContainText('Premium line');
    await expect(numbers).toContainText(/\d+%/);
    // … and it goes on: within some seconds somebody calls, answers or hangs up.
    const before = await numbers.innerText();
    await expect.poll(() => numbers.innerText(), { timeout: 30_000 }).not.toBe(before);

    started.signal('SIGINT');
    expect(await started.ended, started.stderr()).toBe(0);
    await expect(page.getByRole('banner')).not.toContainText(/\bLive \d+ ms/, { timeout: 30_000 });
  } finally {
    started.signal('SIGKILL');
    await started.ended;
    rmSync(home, { recursive: true, force: true });
  }
});
