import { describe, expect, it } from 'vitest';
import { cert } from '../../../../commands/cert.ts';
import { isAttachmentUrl } from '../../../../src/chat/discord/hearing/files-in.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import {
  bytesOf,
  chainPem,
  fileServices,
  keyTraces,
  withKeyPem,
} from '../../../support/certificate-files.ts';
import { connect } from '../connected.ts';
import { checkCommand } from '../fake-world.ts';

const reading = () =>
  connect([checkCommand(), cert], { services: fileServices as unknown as CommandServices });
const file = (text: string, name = 'fullchain.pem') => ({ name, bytes: bytesOf(text) });
const says = (words: string | RegExp) => (message: { readonly text: string }) =>
  message.text.search(words) >= 0;

/** Everything that Discord holds or was sent, and every line of the log. */
function everythingOf({ discord, logged }: Awaited<ReturnType<typeof connect>>): string {
  const messages = discord.messages().map(({ buttons: _, ...message }) => message);
  return JSON.stringify([messages, discord.requests, logged]);
}

describe('an attached file', () => {
  it('is registered as an attachment, and no target is needed beside it', async () => {
    await using connected = await reading();
    const options = connected.discord.commands().find(({ name }) => name === 'cert')?.options ?? [];
    expect(options.map(({ name, type, required = false }) => [name, type, required])).toEqual([
      ['target', 3, false],
      ['file', 11, false],
      ['password', 3, false],
      ['address', 3, false],
      ['client', 3, false],
    ]);
  });

  it('is read in private, and its answer shown to everybody when there is no secret in it', async () => {
    await using connected = await reading();
    const { discord } = connected;
    const run = await discord.slash({ name: 'cert', options: { file: file(chainPem) } });
    expect((await run.acknowledged()).isEphemeral).toBe(true);
    const answer = await discord.until(
      () => run.followUps().find(says('fullchain.pem\\*?\\*? is in order')),
      'public answer',
    );
    expect(answer.visibleTo).toBeNull();
    expect(answer.attachments).toMatchObject([{ text: chainPem }]);
    await discord.until(
      () => (discord.messages().find(({ visibleTo }) => visibleTo !== null)?.isDeleted ? true : undefined),
      'the private one to go',
    );
    expect(discord.refused).toEqual([]);
  });

  it('with a private key is told to its owner alone, loudly, and stands nowhere', async () => {
    await using connected = await reading();
    const { discord } = connected;
    const run = await discord.slash({ name: 'cert', options: { file: file(withKeyPem, 'all.pem') } });
    const answer = await run.answer(says('must now be considered burnt'));
    expect(answer.visibleTo).toBe(discord.user.id);
    expect(answer.text).toMatch(/Make a new key[\s\S]*issued anew[\s\S]*revoked/);
    expect(answer.attachments).toMatchObject([{ text: chainPem }]);
    expect(run.followUps()).toEqual([]);
    for (const trace of keyTraces) expect(everythingOf(connected)).not.toContain(trace);
  });

  it.each([
    ['over 1 MiB as it says', { ...file('x'), size: 10_000_000 }, /has 9\.5 MiB; 1 MiB is the most/],
    ['over 1 MiB in truth', { name: 'a', bytes: new Uint8Array(1_100_000), size: 5 }, /has more than 1 MiB/],
    ['that is empty', file('', 'a.pem'), /a\.pem is empty/],
    ['kept elsewhere', { ...file('x'), url: 'http://localhost:1/attachments/x' }, /is not kept by Discord/],
  ])('%s is told so', async (_what, input, sentence) => {
    await using connected = await reading();
    const { discord, logged } = connected;
    const run = await discord.slash({ name: 'cert', options: { file: input as ReturnType<typeof file> } });
    const answer = await run.answer(says(sentence));
    expect(answer.visibleTo).toBe(discord.user.id);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('calls nobody by its name', async () => {
    await using connected = await reading();
    const { discord } = connected;
    const name = `@everyone <@${discord.user.id}> **a**.pem`;
    const run = await discord.slash({ name: 'cert', options: { file: file(chainPem, name) } });
    const answer = await discord.until(() => run.followUps().find(says('is in order')), 'public answer');
    expect(answer.pings).toEqual({ users: [], roles: [], everyone: false });
    expect(discord.refused).toEqual([]);
  });

  it('and a target beside it are one too many', async () => {
    await using connected = await reading();
    const run = await connected.discord.slash({
      name: 'cert',
      options: { file: file(chainPem), target: 'example.org' },
    });
    await run.answer(says('Give a target or a file, not both'));
  });
});

describe('PEM text in the box of the target', () => {
  it('is read; Discord makes blanks of its line ends', async () => {
    await using connected = await reading();
    const { discord } = connected;
    const run = await discord.slash({ name: 'cert', options: { target: chainPem.replaceAll('\n', ' ') } });
    await discord.until(() => run.followUps().find(says('is in order')), 'public answer');
  });

  it('with a key goes to the caller alone and stands nowhere', async () => {
    await using connected = await reading();
    const { discord } = connected;
    const run = await discord.slash({ name: 'cert', options: { target: withKeyPem } });
    expect((await run.answer(says('considered burnt'))).visibleTo).toBe(discord.user.id);
    const other = await discord.slash({ name: 'check', options: { target: withKeyPem } });
    await other.answer(says('/check reads no certificates. /cert does.'));
    for (const trace of keyTraces) expect(everythingOf(connected)).not.toContain(trace);
  });
});

it.each([
  ['https://cdn.discordapp.com/attachments/1/2/a.pem?ex=1', undefined, true],
  ['https://media.discordapp.net/ephemeral-attachments/1/2/a.pem', undefined, true],
  ['http://cdn.discordapp.com/a', undefined, false],
  ['https://cdn.discordapp.com.evil.example/a', undefined, false],
  ['https://cdn.discordapp.com@evil.example/a', undefined, false],
  ['https://cdn.discordapp.com:8443/a', undefined, false],
  ['http://169.254.169.254/a', undefined, false],
  ['http://127.0.0.1:5000/a', 'http://127.0.0.1:5000/api', true],
  ['http://localhost:5000/a', 'http://127.0.0.1:5000/api', false],
])('an attachment at %s with %s: %s', (url, apiUrl, isAllowed) => {
  expect(isAttachmentUrl(new URL(url), apiUrl)).toBe(isAllowed);
});
