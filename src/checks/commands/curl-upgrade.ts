import { curlPinned } from './curl.ts';

/** The key of RFC 6455 §1.3, and what a server has to answer to it. */
const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ==';
export const sampleAccept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** The handshake of a WebSocket by hand; `url` is ws: or wss:. It ends after five seconds, since an open one never does. */
export function curlUpgrade(url: string, address: string): string | null {
  return curlPinned(
    url.replace(/^ws/, 'http'),
    address,
    '--http1.1 --max-time 5',
    "-H 'Connection: Upgrade' -H 'Upgrade: websocket'",
    `-H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: ${sampleKey}'`,
  );
}
