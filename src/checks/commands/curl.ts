import { shellWord } from '../../core/text/shell.ts';

/** Commands longer than this are not offered: nobody pastes them, and no chat shows them. */
const longestCommand = 1200;

/** One HTTP request pinned to `address` (`ip:port`); null when the URL cannot be read or is too long. */
export function curlPinned(url: string, address: string, ...flags: readonly string[]): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  const port = parsed.port === '' ? (parsed.protocol === 'http:' ? '80' : '443') : parsed.port;
  const ip = address.slice(0, address.lastIndexOf(':'));
  const pin = parsed.hostname === ip ? [] : ['--resolve', shellWord(`${parsed.hostname}:${port}:${ip}`)];
  const command = ['curl -sv -o /dev/null', ...flags, ...pin, urlWords(url)].join(' ');
  return command.length > longestCommand ? null : command;
}

/** curl(1) takes "[1-9999]" in a path for that many URLs: whoever wrote this one would have them all asked. */
export function urlWords(url: string): string {
  const behindHost = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  return /[[\]{}]/.test(behindHost) ? `-g ${shellWord(url)}` : shellWord(url);
}

/** Asks the responder again and prints what it says; `asked` is the URL with the request in it. */
export function curlOcsp(asked: string | null): string | null {
  return asked === null ? null : piped(asked, 'openssl ocsp -respin /dev/stdin -noverify -resp_text');
}

/** The same, and whether its signature holds; `issuers` is a file of the certificates that may have signed. */
export function curlOcspVerified(asked: string | null, issuers: string): string | null {
  const verified = `openssl ocsp -respin /dev/stdin -resp_text -partial_chain -CAfile ${issuers}`;
  return asked === null ? null : piped(asked, verified);
}

/** The entry of a revoked certificate, in whichever of the lists it stands; `serial` is hexadecimal. */
export function curlCrlEntry(urls: readonly string[], serial: string): string | null {
  const printed = serial.replace(/^(00)+(?=.)/, '');
  return crlPiped(urls, `-text | grep -iA 4 ${shellWord(printed)}`);
}

export function curlCrl(urls: readonly string[]): string | null {
  return crlPiped(urls, '-issuer -lastupdate -nextupdate -crlnumber');
}

/** Which certificates a list says that it is about. */
export function curlCrlScope(urls: readonly string[]): string | null {
  return crlPiped(urls, "-text | grep -A 4 'Issuing Distribution Point'");
}

/** Whether the signature of a list holds; `issuers` is a file of the certificates that may have signed it. */
export function curlCrlVerified(urls: readonly string[], issuers: string): string | null {
  return crlPiped(urls, `-issuer -lastupdate -CAfile ${issuers}`);
}

function crlPiped(urls: readonly string[], flags: string): string | null {
  const commands = urls.map((url) => piped(url, `openssl crl -inform DER -noout ${flags}`));
  const whole = commands.join('; ');
  return commands.includes(null) || commands.length === 0 || whole.length > longestCommand ? null : whole;
}

function piped(url: string, then: string): string | null {
  const command = `curl -sS ${urlWords(url)} | ${then}`;
  return command.length > longestCommand ? null : command;
}

/** The clock of another host beside our own, in one view. */
export function curlDate({
  host,
  ip,
  port,
}: {
  readonly host: string;
  readonly ip: string;
  readonly port: number;
}): string {
  const name = host === ip && ip.includes(':') ? `[${ip}]` : host;
  const url = `${port === 80 ? 'http' : 'https'}://${name}:${port}/`;
  const pin = host === ip ? [] : ['--resolve', shellWord(`${host}:${port}:${ip}`)];
  return ['date -u; curl -skI', ...pin, shellWord(url), "| grep -i '^date'"].join(' ');
}
