import { afterEach, describe, expect, it } from 'vitest';
import type { OutgoingFile } from '../../src/chat/showing/outgoing-files.ts';
import type { OfferedFile } from '../../src/core/message.ts';
import { createDownloads, downloadResponse } from '../../src/web/downloads.ts';
import { type ConsoleStage, openConsole } from '../support/console/console-stage.ts';
import { checkCommand, each } from '../support/fake-commands.ts';
import { pem } from '../support/offering.ts';
import { brokenSample, pingSample } from '../support/samples/sample-messages.ts';

let stage: ConsoleStage | null = null;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = null;
});

async function hrefsOf(file: OfferedFile): Promise<readonly string[]> {
  stage = await openConsole([checkCommand(() => each({ ...brokenSample, files: [file] }))]);
  const answer = await (await stage.run({ line: '/check api.example.org' })).text();
  return [...new Set([...answer.matchAll(/href=\\"(\/files\/[^"\\]*)/g)].map((match) => match[1] ?? ''))];
}

describe('a file of an answer', () => {
  it('has one address, and comes as something to save', async () => {
    const [href = '', ...more] = await hrefsOf(pem);
    expect(more).toEqual([]);
    const response = await fetch(new URL(href, stage?.url));
    expect(await response.text()).toBe(pem.text);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': 'attachment; filename="missing-intermediate.pem"',
      'content-type': 'application/x-pem-file; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('cannot break out of its name, nor come as a page', async () => {
    const name = 'a"; filename="b.html\r\nset-cookie: a=b<script>';
    const [href = ''] = await hrefsOf({ name, mediaType: 'text/html', text: '<script>alert(1)</script>' });
    const response = await fetch(new URL(href, stage?.url));
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[A-Za-z0-9._-]+"$/);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('is found by its address only, and at the console only', async () => {
    const [href = ''] = await hrefsOf(pem);
    for (const path of ['/files/', '/files/x/a.pem', otherAddress(href)]) {
      expect((await fetch(new URL(path, stage?.url))).status, path).toBe(404);
    }
    expect(href.split('/')[2]?.length).toBeGreaterThan(40);
  });

  it('of an alarm stands in the feed', async () => {
    stage = await openConsole([]);
    const to = { kind: 'place', place: { platform: 'console', channel: 'console' } } as const;
    const alarm = { key: 'a', to, message: { ...pingSample, files: [pem] }, fallback: [], endpointId: null };
    await stage.platform.send(alarm, AbortSignal.timeout(1000));
    const feed = await fetch(`${stage.url}api/feed`);
    let text = '';
    for await (const chunk of feed.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.includes('/files/')) break;
    }
    expect(text).toContain('missing-intermediate.pem');
  });
});

const bytes: OutgoingFile = {
  name: pem.name,
  mediaType: pem.mediaType,
  bytes: Buffer.from(pem.text),
  alternative: null,
};

describe('what is kept', () => {
  it('goes oldest first when there are many or when they are large', () => {
    const downloads = createDownloads();
    const idOf = (file: OutgoingFile) => downloads.offer(file).split('/')[2] ?? '';
    const first = idOf(bytes);
    for (let number = 0; number < 199; number += 1) idOf({ ...bytes, name: `${number}.pem` });
    expect(downloads.find(first)).toEqual(bytes);
    // Offered again it is the newest.
    expect(idOf(bytes)).toBe(first);
    idOf({ ...bytes, name: 'one-more.pem' });
    expect(downloads.find(first)).toEqual(bytes);
    const large = Buffer.alloc(1024 * 1024);
    for (let number = 0; number < 17; number += 1) idOf({ ...bytes, name: `${number}.txt`, bytes: large });
    expect(downloads.find(first)).toBeNull();
  });

  it('says its length in bytes', () => {
    expect(downloadResponse({ ...bytes, bytes: Buffer.from('ü') }).headers.get('content-length')).toBe('2');
  });
});

/** One character of the address changed. */
function otherAddress(href: string): string {
  return href.replace(/^\/files\/(.)/, (_all, first) => `/files/${first === 'a' ? 'b' : 'a'}`);
}
