import { afterEach, describe, expect, it } from 'vitest';
import { cert } from '../../commands/cert.ts';
import { bytesOf, chainPem, fileServices, keyTraces, withKeyPem } from '../support/certificate-files.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console/console-stage.ts';

let stage: ConsoleStage | null = null;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = null;
});

const sent = (name: string, bytes: Uint8Array) => ({ name, base64: Buffer.from(bytes).toString('base64') });

async function ask(body: object, headers: Readonly<Record<string, string>> = {}) {
  stage ??= await openConsole([cert], memoryFeed(), fileServices);
  const response = await stage.run(body, headers);
  return { status: response.status, text: await response.text() };
}

describe('a file sent to the console', () => {
  it('is read, with or without a command', async () => {
    const files = [sent('fullchain.pem', bytesOf(chainPem))];
    for (const line of ['/cert', '', 'what is it?']) {
      expect((await ask({ line, files })).text).toContain('fullchain.pem</bdi></strong> is in order');
    }
  });

  it('with a key is answered with a warning that holds nothing of it', async () => {
    const { text } = await ask({
      line: '/cert',
      files: [sent('all.pem', bytesOf(withKeyPem))],
      password: 'x',
    });
    expect(text).toContain('must now be considered burnt');
    for (const trace of keyTraces) expect(text + JSON.stringify(stage?.errors)).not.toContain(trace);
    expect(await stage?.feed.list(0, 10)).toEqual([]);
  });

  it.each([
    ['empty', new Uint8Array(0), /a\.bin is empty/],
    ['too large', new Uint8Array(1024 * 1024 + 10), /a\.bin has 1 MiB; 1 MiB is the most/],
    ['a picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), /There is no certificate in it/],
  ])('that is %s is told so', async (_what, bytes, sentence) => {
    expect((await ask({ line: '/cert', files: [sent('a.bin', bytes)] })).text).toMatch(sentence);
  });

  it('of 10 MB is cut off at the door', async () => {
    const { status, text } = await ask({ line: '/cert', files: [sent('a.bin', new Uint8Array(10_000_000))] });
    expect([status, text]).toEqual([413, 'That is too much: files have at most 1 MiB, all together.\n']);
  });

  it('is taken from the page itself only', async () => {
    const body = { line: '/cert', files: [sent('a.pem', bytesOf(chainPem))] };
    expect((await ask(body, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask(body, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
    expect((await ask(body, { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it.each([
    { line: '/cert', files: 'x' },
    { line: '/cert', files: [{ name: 'a' }] },
    { line: '/cert', files: Array.from({ length: 11 }, () => sent('a', bytesOf('x'))) },
    { line: '/cert', files: [{ ...sent('a', bytesOf('x')), path: '/etc/passwd' }] },
  ])('%# that the page would not send is refused', async (body) => {
    expect((await ask(body)).status).toBe(400);
  });
});
