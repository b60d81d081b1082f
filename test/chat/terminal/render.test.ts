import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../src/chat/terminal/columns.ts';
import { renderTerminal } from '../../../src/chat/terminal/render.ts';
import { code, type Message, paragraph, text } from '../../../src/core/message.ts';
import { checkCommand, each } from '../../support/fake-commands.ts';
import { anyMessage } from '../../support/samples/any-message.ts';
import {
  brokenSample,
  growingSample,
  pingSample,
  tableSample,
} from '../../support/samples/sample-messages.ts';

const plain = {
  colour: false,
  width: 80,
  zone: 'Europe/Berlin',
  now: new Date('2026-11-25T12:00:00Z'),
} as const;

describe('an answer in a terminal', () => {
  it('reads as plain text from verdict to next command', () => {
    const commands = [checkCommand(() => each(brokenSample))];
    expect(renderTerminal(brokenSample, { ...plain, commands })).toBe(`\
✗ api.example.org is broken: the intermediate certificate is not sent

  Fix    Serve the full chain, leaf first: in nginx set ssl_certificate to
         fullchain.pem and reload.

  ✓ DNS    ok       4 ms  2 addresses, TTL 300 s
  ✓ TCP    ok      12 ms  2 of 2 open on port 443
  ✓ TLS    ok      23 ms  TLS 1.3, X25519, h2
  ✗ Chain  failed  36 ms  the intermediate certificate is not sent
  - HTTP                  not reached

  Cause  The server sends only its own certificate. Browsers fetch the missing
         one by themselves; curl, Java, Go and most apps do not, and refuse the
         connection.

  Who    whoever runs the server or its zone.

  Seen
    - address: 192.0.2.7:443, [2001:db8::7]:443
    - missing: \`CN=R11, O=Let's Encrypt, C=US\`

  See it yourself
      openssl s_client -connect 192.0.2.7:443 -servername api.example.org </dev/null

  Checked Wed 25 Nov, 12:59 CET in 38 ms against Mozilla 2026-09.

  Next:
    notafter check https://api.example.org:443/
    notafter cert target:https://api.example.org:443/
    notafter explain finding:chain/missing-intermediate
`);
  });

  it('shows what is still looked at, owners and dates', () => {
    expect(renderTerminal(growingSample(1), plain)).toMatch(
      /✓ DNS +ok +4 ms {2}2 addresses.*\n {2}… TCP +looking\n/,
    );
    expect(renderTerminal(pingSample, plain)).toContain(
      '! @alice the certificate of pay.example.org should have been renewed by now. It\n  expires in 6 days (Tue 1 Dec, 14:00 CET)\n',
    );
  });

  it('sets a table in columns where it fits, else row by row', () => {
    expect(renderTerminal(tableSample, plain)).toContain(
      '  #  subject          issuer        until\n  0  api.example.org  R11           2027-01-25\n',
    );
    expect(renderTerminal(tableSample, { ...plain, width: 30 })).toContain(
      '  #        0\n  subject  api.example.org\n  issuer   R11\n  until    2027-01-25\n\n  #        1\n',
    );
  });

  it('quotes what a shell would take for itself', () => {
    const values = { target: `https://x.example/?a=1&b='$(id)` };
    const message: Message = { ...brokenSample, buttons: [{ label: 'x', command: 'check', values }] };
    expect(renderTerminal(message, plain)).toContain(
      `  notafter check 'target:https://x.example/?a=1&b='\\''$(id)'\n`,
    );
  });

  it('says with colour what it says without', () => {
    const coloured = renderTerminal(brokenSample, { ...plain, colour: true });
    expect(coloured).toContain('\u001b[31m');
    const words = (shown: string) => stripVTControlCharacters(shown).replace(/`/g, '');
    expect(words(coloured)).toBe(words(renderTerminal(brokenSample, plain)));
  });
});

describe('whatever the text', () => {
  const oursOnly = /\u001b\[\d+m/g;
  // Zs other than the blank, as from a certificate, take a column and are shown as they are.
  const hidden = /[^\P{C}\n]/u;

  it('has no control, escape or bidi character but our own colours', () => {
    fc.assert(
      fc.property(anyMessage, fc.boolean(), fc.integer({ min: 20, max: 140 }), (message, colour, width) => {
        const shown = renderTerminal(message, { ...plain, colour, width });
        if (!colour) expect(shown).not.toContain('\u001b');
        const left = shown.replace(oursOnly, '').replace(/[\p{Cn}\p{Co}]/gu, '');
        expect(left).not.toMatch(hidden);
      }),
      { numRuns: 500 },
    );
  });

  it('is wrapped to the width, except a word that is longer and what is there to be copied', () => {
    const words = fc.array(fc.stringMatching(/^[a-z日本é]{1,12}$/), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 120 }), (typed, width) => {
        const sentence = paragraph(text(typed.join(' ')), text(' '), code(typed[0] ?? 'x'));
        const shown = renderTerminal({ ...pingSample, blocks: [sentence], buttons: [] }, { ...plain, width });
        for (const line of shown.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        const body = shown.slice(shown.indexOf('\n\n') + 2);
        expect(body.split(/\s+/).filter((word) => word !== '')).toEqual([...typed, typed[0] ?? 'x']);
      }),
    );
  });
});
