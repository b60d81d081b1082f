import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../support/patience.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { openRepairStage } from '../support/revocation/repair-stage.ts';

describe('lists through the whole bot', () => {
  it('a watch file is in force, and what was typed on the page is drift beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-lists-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'watch.yaml');
    await writeFile(file, 'endpoints: ["127.0.0.1:1"]\n');
    await using stage = await openRepairStage();
    await using home = await openBotHome({ anchorsPem: stage.root.pem, env: { WATCH_FILE: file } });
    const bot = await home.start();
    await expect
      .poll(async () => (await bot.say('/watch list')).at(-1)?.html, patience)
      .toContain('127.0.0.1:1');
    const trial = (await bot.say('/watch import\n127.0.0.1:2 @bo\nno host here\n')).at(-1)?.html ?? '';
    expect(trial).toContain('1 new, 0 to change, 0 as they are, 1 refused');
    const [, plan = ''] = /plan[^0-9a-f]{1,20}([0-9a-f]{12})/.exec(trial) ?? [];
    expect((await bot.say(`/watch import plan:${plan} apply:yes`)).at(-1)?.html).toContain(
      '1 endpoint added',
    );
    const drift = (await bot.say('/watch drift')).at(-1)?.html ?? '';
    expect(drift).toContain('One endpoint differs from it');
    expect(drift).toContain('127.0.0.1:2');
    expect(await bot.stop()).toBe(0);
  });
});
