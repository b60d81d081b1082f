import { connect } from 'node:net';

export type RawAnswer = {
  /** Null: the connection ended without an answer. */
  readonly status: number | null;
  readonly contentType: string;
  /** Head and body as they came, chunks and all. */
  readonly text: string;
};

export type RawTo = {
  readonly port: number;
  /** Where it comes from; 127.0.0.1 unless given. */
  readonly from?: string;
  /** An answer that never ends is read for so long. */
  readonly stopAfter?: RegExp;
};

const longestMs = 15_000;
const mostBytes = 512 * 1024;

/** Sends these bytes and reads until the other side is done. Rejects where that does not come to an end: it hangs. */
export function sendRaw(
  bytes: Uint8Array,
  { port, from = '127.0.0.1', stopAfter }: RawTo,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from });
    const parts: Buffer[] = [];
    let size = 0;
    const settle = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answerFrom(Buffer.concat(parts).toString('utf8')));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(`no end after ${longestMs} ms: ${Buffer.from(bytes).toString('latin1').slice(0, 2000)}`),
      );
    }, longestMs);
    socket.on('data', (part) => {
      parts.push(part);
      size += part.length;
      if (size > mostBytes || stopAfter?.test(withoutInterim(Buffer.concat(parts).toString('utf8'))) === true)
        settle();
    });
    socket.on('error', settle).on('close', settle);
    socket.write(bytes);
  });
}

/** RFC 9110 §15.2: an interim answer is none yet. */
function withoutInterim(text: string): string {
  return text.replace(/^(?:HTTP\/1\.1 1\d\d[^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '');
}

function answerFrom(all: string): RawAnswer {
  const text = withoutInterim(all);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  const head = text.split('\r\n\r\n')[0] ?? '';
  const contentType = /^content-type: *(.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return { status: status === undefined ? null : Number(status), contentType, text };
}
