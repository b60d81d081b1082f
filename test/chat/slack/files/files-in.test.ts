import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cert } from '../../../../commands/cert.ts';
import { isSlackFileUrl } from '../../../../src/chat/slack/files/files-in.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import {
  bytesOf,
  chainPem,
  fileServices,
  keyTraces,
  withKeyPem,
} from '../../../support/certificate-files.ts';
import type { SlackTwin } from '../../../support/slack/stand-in.ts';
import { checkCommand, connect, modes, shows } from '../connected.ts';

const world = { services: fileServices as unknown as CommandServices };
const reading = (mode?: (typeof modes)[number]) =>
  connect([checkCommand(), cert], { world, ...(mode === undefined ? {} : { mode }) });
const chain = (slack: SlackTwin) => slack.upload({ name: 'fullchain.pem', bytes: bytesOf(chainPem) });
const keyed = (slack: SlackTwin) => slack.upload({ name: 'all.pem', bytes: bytesOf(withKeyPem) });

/** Everything that Slack holds or was sent, and every line of the log. */
function everythingOf({ slack, logged }: Awaited<ReturnType<typeof connect>>): string {
  return JSON.stringify([slack.messages, slack.ephemerals, slack.calls, slack.sharedFiles, logged]);
}

describe.each(modes)('a file beside a mention, over %s', (mode) => {
  it('is read and answered in the thread, with the chain as a file', async () => {
    await using connected = await reading(mode);
    const { slack } = connected;
    await slack.mention({ text: 'cert', files: [chain(slack)] });
    const answer = await slack.nextMessage(shows('fullchain.pem is in order'));
    expect(answer.shown).toContain('2 certificates');
    expect((await slack.nextFile()).text).toBe(chainPem);
    expect(slack.ephemerals).toEqual([]);
    expect(slack.refused).toEqual([]);
  });
});

describe('a file', () => {
  it('calls nobody by its name', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const name = `<!channel> <@${slack.user.id}> \u202e*a*.pem`;
    await slack.mention({ text: 'cert', files: [slack.upload({ name, bytes: bytesOf(chainPem) })] });
    const answer = await slack.nextMessage(shows('is in order'));
    expect(slack.pings(answer)).toEqual({ users: [], groups: [], everybody: false });
    expect(answer.shown).not.toContain('\u202e');
    expect(slack.refused).toEqual([]);
  });

  it('needs no command beside it', async () => {
    await using connected = await reading();
    const { slack } = connected;
    await slack.mention({ text: '', files: [chain(slack)] });
    await slack.nextMessage(shows('fullchain.pem is in order'));
    await slack.directMessage({
      text: 'what is in this?',
      files: [slack.upload({ name: 'b.pem', bytes: bytesOf(chainPem) })],
    });
    await slack.nextMessage(shows('b.pem is in order'));
  });

  it('beside a command that reads none changes nothing', async () => {
    await using connected = await reading();
    const { slack } = connected;
    await slack.mention({
      text: 'check example.org',
      files: [slack.upload({ name: 'a.png', bytes: bytesOf('x') })],
    });
    await slack.nextMessage(shows('is healthy'));
  });

  it('shared from elsewhere is looked up first', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const bare = slack.upload({ name: 'fullchain.pem', bytes: bytesOf(chainPem), isBare: true });
    await slack.mention({ text: 'cert', files: [bare] });
    await slack.nextMessage(shows('is in order'));
  });

  it('of certificate and key apart is read as one', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const files = [chainPem, withKeyPem].map((text, at) =>
      slack.upload({ name: `${at}.pem`, bytes: bytesOf(text) }),
    );
    await slack.mention({ text: 'cert', files });
    await slack.nextEphemeral(shows('0.pem, 1.pem holds a private key'));
  });

  it.each([
    [
      'over 1 MiB as it says',
      { name: 'big.pem', bytes: bytesOf('x'), size: 10_000_000 },
      /big\.pem has 9\.5 MiB; 1 MiB is the most/,
    ],
    [
      'over 1 MiB in truth',
      { name: 'big.pem', bytes: new Uint8Array(1_100_000), size: 5 },
      /big\.pem has more than 1 MiB/,
    ],
    ['that is empty', { name: 'a.pem', bytes: new Uint8Array(0) }, /a\.pem is empty/],
    [
      'that is no certificate',
      { name: 'a.jpg', bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]) },
      /There is no certificate in it/,
    ],
  ])('%s is told so', async (_what, input, sentence) => {
    await using connected = await reading();
    const { slack, logged } = connected;
    await slack.mention({ text: 'cert', files: [slack.upload(input)] });
    const found = await slack.until(
      () => [...slack.messages, ...slack.ephemerals].find(shows(sentence)),
      'the sentence',
    );
    expect(found.shown).not.toContain('Something broke');
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that the app may not read is told with what to do', async () => {
    await using connected = await reading();
    const { slack } = connected;
    slack.withoutScope('files:read');
    await slack.mention({ text: 'cert', files: [chain(slack)] });
    await slack.nextEphemeral(shows(/the app may not read files.*files:read.*install it again/));
    await slack.mention({
      text: 'cert',
      files: [slack.upload({ name: 'b', bytes: bytesOf('x'), isBare: true })],
    });
    await slack.until(() => (slack.ephemerals.length === 2 ? true : undefined), 'two mistakes');
  });

  it('elsewhere gets no visit and no token', async () => {
    const visits: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      visits.push(request.headers.authorization);
      response.end('x');
    });
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
    const { port } = elsewhere.address() as AddressInfo;
    await using connected = await reading();
    const { slack } = connected;
    for (const url of [
      `http://127.0.0.1:${port}/files-pri/x`,
      `http://localhost:${port}/x`,
      'https://evil.example/x',
    ]) {
      await slack.mention({
        text: 'cert',
        files: [slack.upload({ name: 'a.pem', bytes: bytesOf('x'), url })],
      });
    }
    await slack.until(() => (slack.ephemerals.length === 3 ? true : undefined), 'three refusals');
    expect(slack.ephemerals.every(shows('is kept outside Slack'))).toBe(true);
    expect(visits).toEqual([]);
    elsewhere.close();
    elsewhere.closeAllConnections();
  });
});

it.each([
  ['https://files.slack.com/files-pri/T1-F1/a.pem', undefined, true],
  ['https://acme.enterprise.slack.com/files-pri/T1-F1/a.pem', undefined, true],
  ['http://files.slack.com/files-pri/a', undefined, false],
  ['https://files.slack.com:8443/a', undefined, false],
  ['https://files.slack.com@evil.example/a', undefined, false],
  ['https://evilslack.com/a', undefined, false],
  ['https://slack.com.evil.example/a', undefined, false],
  ['http://127.0.0.1:5000/files/a', 'http://127.0.0.1:5000/api/', true],
  ['http://127.0.0.1:5001/files/a', 'http://127.0.0.1:5000/api/', false],
  ['http://u:p@127.0.0.1:5000/files/a', 'http://127.0.0.1:5000/api/', false],
])('the token for %s with %s: %s', (url, apiUrl, isAllowed) => {
  expect(isSlackFileUrl(new URL(url), apiUrl)).toBe(isAllowed);
});

describe('a private key', () => {
  it('in a channel is told to its owner alone, loudly, and stands nowhere', async () => {
    await using connected = await reading();
    const { slack } = connected;
    await slack.mention({ text: 'cert', files: [keyed(slack)] });
    const answer = await slack.nextEphemeral(shows('must now be considered burnt'));
    expect(answer.visibleTo).toBe(slack.user.id);
    expect(answer.shown).toContain('Delete the message that holds it; Notafter cannot delete it for you.');
    expect(answer.shown).toMatch(/Make a new key.*issued anew.*revoked/s);
    expect(answer.shown).toContain('the private key belongs to');
    expect(slack.messages).toEqual([]);
    // The chain is public; it goes to the owner.
    expect(slack.workspace.channel((await slack.nextFile()).channel).with).toBe(slack.user.id);
    for (const trace of keyTraces) expect(everythingOf(connected)).not.toContain(trace);
  });

  it('is told directly where the channel takes nothing for one person', async () => {
    await using connected = await reading();
    const { slack } = connected;
    slack.failNext('chat.postEphemeral', { error: 'user_not_in_channel' });
    await slack.mention({ text: 'cert', files: [keyed(slack)] });
    const told = await slack.nextMessage(shows('must now be considered burnt'));
    expect(slack.workspace.channel(told.channel).with).toBe(slack.user.id);
  });

  it('pasted into a slash command likewise', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const run = await slack.command({ command: '/cert', text: withKeyPem });
    const answer = await run.nextResponse(shows('pasted text holds a private key'));
    expect(answer.visibleTo).toBe(slack.user.id);
    expect(answer.shown).not.toContain('Delete the message');
    expect(slack.messages).toEqual([]);
    for (const trace of keyTraces) expect(everythingOf(connected)).not.toContain(trace);
  });

  it.each(['/check', '/mine-is-not-there', ''])('pasted after %j is not repeated', async (command) => {
    await using connected = await reading();
    const { slack } = connected;
    if (command === '/check') await slack.command({ command, text: withKeyPem });
    else await slack.mention({ text: `${command} ${withKeyPem}` });
    await slack.until(() => slack.ephemerals[0], 'an answer');
    expect(slack.messages).toEqual([]);
    for (const trace of keyTraces) expect(everythingOf(connected)).not.toContain(trace);
  });
});

describe('PEM text', () => {
  it('is read where a target was expected', async () => {
    await using connected = await reading();
    const { slack } = connected;
    await slack.command({ command: '/cert', text: chainPem.replaceAll('\n', ' ') });
    await slack.nextMessage(shows('pasted text is in order'));
  });
});

describe('the shortcut', () => {
  const callbackId = 'read_certificates';

  it('reads the files of a message, and its text', async () => {
    await using connected = await reading();
    const { slack } = connected;
    await slack.shortcut({ callbackId, text: 'watch add example.org', files: [chain(slack)] });
    await slack.nextMessage(shows('fullchain.pem is in order'));
    await slack.shortcut({ callbackId, text: `here:\n${chainPem}` });
    await slack.nextMessage(shows('pasted text is in order'));
    expect(slack.refused).toEqual([]);
  });

  it('tells a key to who chose it', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const run = await slack.shortcut({ callbackId, files: [keyed(slack)] });
    const told = await run.nextResponse(shows('considered burnt'));
    expect(told.visibleTo).toBe(slack.user.id);
    expect(slack.messages).toEqual([]);
  });

  it('says when there is nothing to read, whatever the message says', async () => {
    await using connected = await reading();
    const { slack } = connected;
    const run = await slack.shortcut({ callbackId, text: 'check example.org' });
    await run.nextResponse(shows('There is no file and no PEM text in this message'));
    expect(slack.messages).toEqual([]);
  });
});
