import fc from 'fast-check';
import { hostileText } from '../samples/hostile-message.ts';
import { spoiled } from './spoiled.ts';

export type Asked = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export const bait = '"><img src=x onerror=alert(1)>';

/** Pieces of an address or a header: meant, or only looking like it. */
export const piece: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ...[
      bait,
      '',
      ' ',
      '%',
      '%00',
      '%ff%fe',
      '%E0%A4%A',
      '%2e%2e%2f',
      '../..',
      '..;/',
      '//',
      '\\',
      '?',
      '#',
      '&',
      '=',
      '*',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'true',
      'null',
      'NaN',
      'Infinity',
      '-1',
      '0',
      '1e9',
      '1e999',
      '0x10',
    ],
    ...[
      '999999999999d',
      '99999999y',
      '-1h',
      '30d',
      '1s',
      'UTC',
      'Mars/Olympus',
      'friday',
      '2026-13-45',
      '9'.repeat(400),
    ],
    ...[
      'tcp://127.0.0.1:9',
      'http://127.0.0.1:9/',
      '127.0.0.1:0',
      'https://[::1]:99999/',
      'xn--a',
      'oauth:x',
      '[',
      '::',
    ],
    ...[
      'x'.repeat(3000),
      'a,b;q=0.1,*;q=0',
      'gzip;q=nan',
      '"x"',
      'W/"x"',
      'bytes=0-1,5-',
      '\u202e\u2066',
      '\r\nx-y: z',
    ],
  ),
);

/** Written so that it can stand in a request line, or as it is where that is possible at all. */
function inPath(text: string): string {
  return text.replaceAll(/[^!-~]/g, (char) => encodeURIComponent(char.isWellFormed() ? char : '\ufffd'));
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const value = fc.oneof(piece.map(encoded), piece.map(inPath));

/** A query of these names, some of them twice, some of others; values of every kind. */
export function queryOf(
  names: readonly string[],
  typical: Readonly<Record<string, readonly string[]>> = {},
): fc.Arbitrary<string> {
  const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, value);
  const pair = name.chain((one) =>
    fc
      .oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom(...(Object.hasOwn(typical, one) ? (typical[one] ?? []) : [''])),
        },
        { weight: 2, arbitrary: value },
      )
      .map((word) => `${one}=${word}`),
  );
  return fc.array(pair, { maxLength: 6 }).map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
}

const strangeHeaders = fc.dictionary(
  fc.constantFrom(
    ...[
      'accept',
      'accept-encoding',
      'content-type',
      'cookie',
      'host',
      'if-none-match',
      'last-event-id',
      'origin',
    ],
    ...[
      'range',
      'sec-fetch-site',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'x-http-method-override',
    ],
    ...[
      'x-prometheus-scrape-timeout-seconds',
      'x-grafana-alerting-signature',
      'x-grafana-alerting-timestamp',
    ],
    ...['expect', 'upgrade', 'te', 'content-encoding', 'x-signature-ed25519', 'x-signature-timestamp'],
  ),
  fc.oneof(
    piece,
    fc.constantFrom('application/json', 'text/html', '100-continue', 'websocket', 'same-origin', '127.0.0.1'),
  ),
  { maxKeys: 4 },
);

/** `request` as it is, or with another method, further headers or a piece of its path changed. */
export function bent(request: fc.Arbitrary<Asked>): fc.Arbitrary<Asked> {
  return fc
    .tuple(
      request,
      fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: strangeHeaders }),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(null) },
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'),
      ),
      fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.tuple(fc.nat(), fc.nat({ max: 4 }), value)),
    )
    .map(([asked, headers, method, change]) => ({
      method: method ?? asked.method,
      path: change === null ? asked.path : cut(asked.path, ...change),
      headers: { ...asked.headers, ...headers },
      body: asked.body,
    }));
}

function cut(path: string, seed: number, length: number, word: string): string {
  const at = 1 + (seed % path.length);
  return `${path.slice(0, at)}${word}${path.slice(at + length)}`;
}

/** JSON with places of it spoiled, cut off, or something else altogether. */
export function bodyLike(valid: readonly object[]): fc.Arbitrary<string> {
  const whole = fc.constantFrom(...valid);
  const json = fc.oneof(whole, whole.chain(spoiled)).map((one) => JSON.stringify(one));
  return fc.oneof(
    { weight: 8, arbitrary: json },
    {
      weight: 1,
      arbitrary: fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(
        piece,
        fc.constantFrom('[', '{', '[]', 'null', '['.repeat(50_000), '{"a":'.repeat(20_000), '\u0000'),
      ),
    },
  );
}

/** As bytes; a header is left to be as bad as it is, but for line ends, which would only be another request. */
export function requestBytes({ method, path, headers, body }: Asked, length: number | null = null): Buffer {
  const content = Buffer.from(body, 'utf8');
  const all: Readonly<Record<string, string>> = {
    host: 'localhost',
    ...headers,
    connection: 'close',
    'content-length': String(length ?? content.length),
  };
  const lines = Object.entries(all).map(([name, text]) => `${name}: ${text.replaceAll(/[\r\n]+/g, ' ')}`);
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'utf8'), content]);
}
