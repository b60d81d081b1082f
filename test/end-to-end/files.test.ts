import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { identityOf } from '../support/farm/tls-server.ts';
import { writePkcs12 } from '../support/files/pkcs12-writer.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { openRepairStage } from '../support/revocation/repair-stage.ts';
import { startSlack } from '../support/slack/stand-in.ts';

const run = promisify(execFile);

describe('files through the whole bot', () => {
  it('a missing intermediate is handed over on Slack, on Discord and on the console page', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)], { ip: ['127.0.0.1'] });
    await using server = await startHttpServer(answersStatus(200), identityOf(leaf, stage.outer));
    await using slack = await startSlack();
    await using discord = await startDiscord();
    const env = {
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
      ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    };
    const register = [join(projectRoot, 'src/bin/register.ts')];
    await run(process.execPath, register, { env: { PATH: process.env.PATH, ...env } });
    await using home = await openBotHome({ anchorsPem: stage.root.pem, env });
    const bot = await home.start();
    const target = `127.0.0.1:${server.port}`;

    await slack.command({ command: '/cert', text: target });
    const answer = await slack.nextMessage(({ shown }) => shown.includes('does not send the intermediate'));
    const file = await slack.nextFile();
    expect(file).toMatchObject({ name: '127.0.0.1-missing-intermediate.pem', threadTs: answer.ts });
    expect(file.text.trim()).toBe(stage.inner.pem.trim());

    const slash = await discord.slash({ name: 'check', options: { target } });
    const told = await slash.answer(({ text }) => text.includes('does not send the intermediate'));
    const button = told.buttons.find(({ label }) => label === 'Details');
    if (button === undefined) throw new Error('the answer on Discord has no button for its details');
    const attached = await (await discord.press(button)).answer(({ attachments }) => attachments.length > 0);
    expect(attached.attachments.map(({ name }) => name)).toEqual([
      '127.0.0.1-missing-intermediate.pem',
      '127.0.0.1-fullchain.pem',
    ]);

    const last = (await bot.say(`/cert ${target}`)).at(-1);
    const href = /href="(\/files\/[^"]+missing-intermediate\.pem)"/.exec(last?.html ?? '')?.[1];
    expect(await (await fetch(bot.url + href)).text()).toBe(file.text);
    expect([slack.refused, discord.refused]).toEqual([[], []]);
    expect(await bot.stop()).toBe(0);
  });

  it('a key store is opened with its password, in private', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([]);
    const bytes = writePkcs12({
      certificates: [leaf, stage.inner, stage.outer].map(({ der }, at) => ({ der, name: String(at) })),
      keys: [{ key: leaf.key, name: '0' }],
      password: 'secret',
      mac: 'sha256',
    });
    await using slack = await startSlack();
    await using discord = await startDiscord();
    const env = {
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
      ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    };
    const register = [join(projectRoot, 'src/bin/register.ts')];
    await run(process.execPath, register, { env: { PATH: process.env.PATH, ...env } });
    await using home = await openBotHome({ anchorsPem: stage.root.pem, env });
    const bot = await home.start();

    const file = slack.upload({ name: 'store.p12', bytes });
    await slack.directMessage({ text: 'cert password:secret', files: [file] });
    const told = await slack.nextMessage(({ shown }) => shown.includes('considered burnt'));
    expect(told.shown).toMatch(/3 certificates and one private key/);
    expect(told.shown).toContain('the private key belongs to site.test');
    await slack.mention({ text: 'cert', files: [file] });
    const closed = await slack.nextEphemeral(({ shown }) => shown.includes('stayed closed'));
    expect(closed.shown).toMatch(/considered burnt.*Its password only slows down whoever copies it/s);

    const options = { file: { name: 'store.p12', bytes }, password: 'secret' };
    const slash = await discord.slash({ name: 'cert', options });
    const answer = await slash.answer(({ text }) => text.includes('considered burnt'));
    expect(answer.visibleTo).toBe(discord.user.id);
    expect(answer.attachments.map(({ name }) => name)).toEqual(['site.test-chain.pem']);
    expect(await bot.stop()).toBe(0);
  });
});
