import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Exchange, HttpAnswer } from './http-server.ts';

type Fields = Readonly<Record<string, string>>;

/** A complete answer; `body` is text unless it is bytes. */
export function answersStatus(
  status: number,
  fields: Fields = {},
  body: string | Uint8Array = '',
): HttpAnswer {
  return ({ socket }) => {
    const bytes = Buffer.from(body);
    socket.write(head(status, { 'content-length': String(bytes.length), ...fields }));
    socket.end(bytes);
  };
}

/** Another answer for each path; 404 for the rest. */
export function answersByPath(answers: Readonly<Record<string, HttpAnswer>>): HttpAnswer {
  return (exchange) => (answers[exchange.request.path] ?? answersStatus(404))(exchange);
}

/** 302 to a fixed place: `https://...` to `http://...` for a downgrade, an address of the cloud metadata service, ... */
export function redirectsTo(location: string, status = 302): HttpAnswer {
  return answersStatus(status, { location });
}

export const redirectsToMetadata = redirectsTo('http://169.254.169.254/latest/meta-data/');

/** `/` leads to `/loop`, that back to `/`, for ever. */
export function redirectLoop(exchange: Exchange): void {
  redirectsTo(exchange.request.path === '/' ? '/loop' : '/')(exchange);
}

/** A new path each time: no loop, and no end either. */
export function endlessRedirects(exchange: Exchange): void {
  const count = Number(/\d+/.exec(exchange.request.path)?.[0] ?? 0);
  redirectsTo(`/${count + 1}`)(exchange);
}

/** Takes the request and says nothing. */
export function neverAnswers(): void {}

/** 200 and a body as fast as the client reads, without end. */
export function neverEndingBody({ socket }: Exchange): void {
  socket.write(head(200, { 'content-type': 'application/octet-stream' }));
  const chunk = Buffer.alloc(65_536, 'a');
  const pour = () => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', pour);
  pour();
}

/** One byte at a time: of the head when `part` is `head`, else of an endless body. */
export function slowDrip({ part, everyMs = 20 }: { part: 'head' | 'body'; everyMs?: number }): HttpAnswer {
  return ({ socket, signal }) => {
    if (part === 'body') socket.write(head(200, { 'content-type': 'text/plain' }));
    else socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('a'), everyMs);
    const stop = () => clearInterval(timer);
    socket.once('close', stop);
    signal.addEventListener('abort', stop, { once: true });
  };
}

/** A head of `kilobytes` KiB in many fields. */
export function headerBomb(kilobytes = 4096): HttpAnswer {
  return ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const kilobyte = `X-Filler: ${'a'.repeat(1012)}\r\n`;
    for (let sent = 0; sent < kilobytes && socket.writable; sent += 1) socket.write(kilobyte);
    socket.end('\r\n');
  };
}

/** A small body that is `megabytes` MB once unpacked. */
export function gzipBomb(megabytes = 64): HttpAnswer {
  const packed = gzipSync(Buffer.alloc(megabytes * 1_000_000), { level: 9 });
  return answersStatus(200, { 'content-encoding': 'gzip', 'content-type': 'text/html' }, packed);
}

/** FIN without a byte. */
export function emptyReply({ socket }: Exchange): void {
  socket.end();
}

/** RST after the request; over TLS the TCP connection underneath is cut. */
export function resetAfterRequest({ reset }: Exchange): void {
  reset();
}

/** Something that is not HTTP. */
export function garbageInsteadOfHttp({ socket }: Exchange): void {
  socket.end('\x00\x01\x02 this is not HTTP \xff\xfe\r\n\r\n', 'latin1');
}

/** A body shorter than its Content-Length promises. */
export function truncatedBody({ socket }: Exchange): void {
  socket.end(`${head(200, { 'content-length': '1000' })}only this`);
}

/** Exactly these bytes after the request, and the end of the connection unless it is to stay open. */
export function saysExactly(
  text: string,
  { ending = 'close' }: { ending?: 'close' | 'stay' } = {},
): HttpAnswer {
  return ({ socket }) => {
    if (ending === 'close') socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
  };
}

/** Sends clients without the cookie back to where they came from, and sets it. */
export function wantsCookie(exchange: Exchange): void {
  if (exchange.request.headers.cookie?.includes('seen=1') === true)
    answersStatus(200, {}, 'welcome')(exchange);
  else
    answersStatus(302, { location: exchange.request.path, 'set-cookie': 'seen=1; Path=/; HttpOnly' })(
      exchange,
    );
}

/** Answers GET, and turns everything else away. */
export function onlyGet(exchange: Exchange): void {
  answersStatus(exchange.request.method === 'GET' ? 200 : 501)(exchange);
}

function head(status: number, fields: Fields): string {
  const lines = Object.entries({ connection: 'close', ...fields }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unassigned'}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
