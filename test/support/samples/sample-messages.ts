import {
  code,
  date,
  labelled,
  type Message,
  note,
  type Rung,
  strong,
  text,
} from '../../../src/core/message.ts';

/** Answers as the views make them, for tests of what shows them. */
const rungs: readonly Rung[] = [
  { mark: 'good', label: 'DNS', value: '2 addresses, TTL 300 s', elapsedMs: 4.2 },
  { mark: 'good', label: 'TCP', value: '2 of 2 open on port 443', elapsedMs: 11.8 },
  { mark: 'good', label: 'TLS', value: 'TLS 1.3, X25519, h2', elapsedMs: 23.4 },
  { mark: 'bad', label: 'Chain', value: 'the intermediate certificate is not sent', elapsedMs: 36 },
  { mark: 'not-reached', label: 'HTTP', value: 'not reached', elapsedMs: null },
];

/** What a check shows after `ended` rungs. */
export function growingSample(ended: number): Message {
  return {
    tone: 'neutral',
    title: [text('Checking '), strong('api.example.org'), text(' ...')],
    blocks: [
      {
        kind: 'ladder',
        rungs: rungs.map((rung, index) =>
          index < ended ? rung : { mark: 'waiting', label: rung.label, value: '', elapsedMs: null },
        ),
      },
    ],
    summary: 'Checking api.example.org ...',
  };
}

const brokenSummary = 'api.example.org is broken: the intermediate certificate is not sent';

export const brokenSample: Message = {
  tone: 'bad',
  title: [strong('api.example.org'), text(' is broken: the intermediate certificate is not sent')],
  blocks: [
    labelled(
      'Fix',
      text('Serve the full chain, leaf first: in nginx set '),
      code('ssl_certificate'),
      text(' to fullchain.pem and reload.'),
    ),
    { kind: 'ladder', rungs },
    labelled(
      'Cause',
      text(
        'The server sends only its own certificate. Browsers fetch the missing one by themselves; curl, Java, Go and most apps do not, and refuse the connection.',
      ),
    ),
    labelled('Who', text('whoever runs the server or its zone.')),
    labelled('Seen'),
    {
      kind: 'list',
      items: [
        [text('address: '), code('192.0.2.7:443'), text(', '), code('[2001:db8::7]:443')],
        [text('missing: '), code("CN=R11, O=Let's Encrypt, C=US")],
      ],
    },
    labelled('See it yourself'),
    {
      kind: 'code',
      text: 'openssl s_client -connect 192.0.2.7:443 -servername api.example.org </dev/null',
    },
    note(
      text('Checked '),
      date(new Date('2026-11-25T11:59:00Z'), 'absolute'),
      text(' in 38 ms against Mozilla 2026-09.'),
    ),
  ],
  buttons: [
    {
      label: 'Run again',
      command: 'check',
      values: { target: 'https://api.example.org:443/' },
      style: 'primary',
    },
    { label: 'Certificate', command: 'cert', values: { target: 'https://api.example.org:443/' } },
    { label: 'Explain', command: 'explain', values: { finding: 'chain/missing-intermediate' } },
  ],
  summary: brokenSummary,
};

export const healthySample: Message = {
  tone: 'good',
  title: [strong('shop.example.org'), text(' is healthy')],
  blocks: [
    {
      kind: 'paragraph',
      inlines: [
        strong('DNS'),
        text(' 1 address · '),
        strong('TCP'),
        text(' 1 of 1 open · '),
        strong('TLS'),
        text(' 1.3, X25519MLKEM768 · '),
        strong('HTTP'),
        text(' 200, certificate ends '),
        date(new Date('2027-01-25T11:59:00Z'), 'both'),
      ],
    },
    note(text('Checked '), date(new Date('2026-11-25T11:59:30Z'), 'absolute'), text(' in 18 ms.')),
  ],
  buttons: [{ label: 'Run again', command: 'check', values: { target: 'https://shop.example.org:443/' } }],
  summary: 'shop.example.org is healthy',
};

const alice = { platform: 'console', kind: 'user', id: 'alice', name: 'alice' } as const;

export const pingSample: Message = {
  tone: 'warning',
  title: [
    { kind: 'mention', who: alice },
    text(' the certificate of '),
    strong('pay.example.org'),
    text(' should have been renewed by now. It expires '),
    date(new Date('2026-12-01T13:00:00Z'), 'both'),
  ],
  blocks: [
    labelled('Do', text('Look why renewal failed, or whether the new certificate was never loaded.')),
    note(text('Said once for this state of this certificate.')),
  ],
  buttons: [{ label: 'Check again', command: 'check', values: { target: 'https://pay.example.org:443/' } }],
  summary: 'alice: the certificate of pay.example.org should have been renewed by now.',
};

export const tableSample: Message = {
  tone: 'neutral',
  title: [strong('api.example.org'), text(' sends 3 certificates')],
  blocks: [
    labelled('Names', text('api.example.org, www.example.org')),
    labelled('Serial', code('04d2a1b7c9e05f3a8812')),
    {
      kind: 'table',
      columns: ['#', 'subject', 'issuer', 'until'],
      rows: [
        ['0', 'api.example.org', 'R11', '2027-01-25'],
        ['1', 'R11', 'ISRG Root X1', '2027-03-12'],
      ],
    },
  ],
  summary: 'api.example.org sends 3 certificates',
};

const nasty = '<script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe \u001b[31mred\u0007';

/** Every place where a stranger's text can stand. */
export const hostileSample: Message = {
  tone: 'bad',
  title: [strong(nasty), text(nasty)],
  blocks: [
    labelled(nasty, code(nasty), { kind: 'link', text: nasty, url: 'javascript:alert(3)' }),
    { kind: 'heading', text: nasty },
    { kind: 'ladder', rungs: [{ mark: 'bad', label: nasty, value: nasty, elapsedMs: 1 }] },
    { kind: 'code', text: `${nasty}\n</code></pre><script>alert(4)</script>` },
    { kind: 'list', items: [[{ kind: 'person', who: { ...alice, name: nasty } }]] },
    { kind: 'table', columns: [nasty], rows: [[nasty]] },
    note(text(nasty)),
  ],
  buttons: [{ label: nasty, command: 'check', values: { target: `"'><script>alert(5)</script>` } }],
  summary: nasty,
};
