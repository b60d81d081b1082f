import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';

/** What Bolt keeps at most. */
const mostBytes = 4 * 1024 * 1024;

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;
type Receiver = { requestListener: Listener };

/**
 * Bolt reads fields of whatever JSON it was sent, outside every `catch`: a body that is `null`, rightly signed, would end the
 * process. It is answered 400 before Bolt hears of it; all else is handed on with the bytes that were read.
 */
export function refuseNoRecord(receiver: object): void {
  const own = receiver as Receiver;
  const { requestListener } = own;
  own.requestListener = (request, response) => {
    if (request.method !== 'POST') return requestListener(request, response);
    return readBody(request).then((body) => {
      if (body === null) return;
      if (body.length > mostBytes) return void response.writeHead(413).end();
      if (isNothing(body, request.headers['content-type'])) return void response.writeHead(400).end();
      requestListener(Object.assign(request, { rawBody: body }), response);
    });
  };
}

/** One byte more than may be, of what is longer; null: whoever sent it has gone. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > mostBytes) break;
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/** As Bolt takes the JSON out of it. What is none is Bolt's to refuse. */
function isNothing(body: Buffer, contentType: string | undefined): boolean {
  const text = body.toString();
  const payload = contentType === 'application/x-www-form-urlencoded' ? parse(text).payload : text;
  return typeof payload === 'string' && payload.trim() === 'null';
}
