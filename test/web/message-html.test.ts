import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText } from '../../src/web/html.ts';
import { messageHtml } from '../../src/web/message-html.ts';
import { stageNow } from '../support/console/console-stage.ts';
import { anyMessage } from '../support/samples/any-message.ts';
import { brokenSample, hostileSample, pingSample, tableSample } from '../support/samples/sample-messages.ts';

const reader = {
  zone: 'Europe/Berlin',
  now: stageNow,
  fileHref: ({ name }: { readonly name: string }) => `/files/x/${name}`,
};

describe('an answer as HTML', () => {
  it('says mark, layer, value and time of each rung, in words too', async () => {
    const html = await htmlText(messageHtml(brokenSample, reader));
    expect(html).toMatch(/class="rung bad"[\s\S]*Chain[\s\S]*failed: [\s\S]*not sent[\s\S]*36 ms/);
    expect(html).toMatch(/class="rung not-reached"[\s\S]*HTTP[\s\S]*not reached/);
    expect(html).toContain('<span class="spoken">Failing: </span>');
  });

  it('puts a list or command under the label that announces it', async () => {
    const html = await htmlText(messageHtml(brokenSample, reader));
    expect(html).toMatch(/See it yourself<\/span><div><div class="code">/);
    const command = /<pre[^>]*>([\s\S]*)<\/pre>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '');
    expect(command).toBe('openssl s_client -connect 192.0.2.7:443 -servername api.example.org &lt;/dev/null');
    expect(html).toMatch(/Seen<\/span><div><ul class="items">/);
  });

  it('names owners, words dates in the zone of the reader, and fills buttons', async () => {
    const html = await htmlText(messageHtml(pingSample, reader));
    expect(html).toContain('<span class="mention">@<bdi>alice</bdi></span>');
    expect(html).toContain(
      '<time datetime="2026-12-01T13:00:00.000Z" title="Tue 1 Dec, 14:00 CET">in 6 days (Tue 1 Dec, 14:00 CET)</time>',
    );
    expect(html).toContain(
      'data-run="{&quot;command&quot;:&quot;check&quot;,&quot;action&quot;:&quot;&quot;',
    );
  });

  it('keeps the column name with each cell for narrow screens', async () => {
    const html = await htmlText(messageHtml(tableSample, reader));
    expect(html).toContain('<td role="cell" data-column="issuer">R11</td>');
  });

  it('links to web addresses only', async () => {
    const html = await htmlText(messageHtml(hostileSample, reader));
    expect(html).not.toMatch(/href/);
    const linked = {
      ...pingSample,
      title: [{ kind: 'link', text: 'log', url: 'https://ct.example/?a="b' } as const],
    };
    expect(await htmlText(messageHtml(linked, reader))).toContain(
      '<a href="https://ct.example/?a=%22b" target="_blank" rel="noopener noreferrer"><bdi>log</bdi></a>',
    );
  });

  it('holds only our own tags and no control or bidi character, whatever the text', async () => {
    const ours =
      /^(div|svg|circle|path|g|h3|h4|p|ol|ul|li|span|pre|code|button|table|thead|tbody|tr|th|td|hr|strong|bdi|a|time)$/;
    await fc.assert(
      fc.asyncProperty(anyMessage, async (message) => {
        const html = await htmlText(messageHtml(message, reader));
        expect(html).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
        );
        for (const [, tag] of html.matchAll(/<\/?([^\s>/]*)/g)) expect(tag).toMatch(ours);
        expect(html).not.toMatch(/\s(on\w+|style|src)=(?![^<]*&quot;)/);
        for (const [, url] of html.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^https?:\/\//i);
      }),
      { numRuns: 300 },
    );
  });
});
