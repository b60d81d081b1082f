import { createHash } from 'node:crypto';
import type { ResponseHead } from '../http/response-head.ts';
import { userAgent } from '../http/user-agent.ts';

/** What a client asks for (RFC 6455 §4.1). */
export type UpgradeRequest = {
  /** As the Host header has it: no port where it is the scheme's own. */
  readonly host: string;
  readonly path: string;
  /** 16 octets in base64. */
  readonly key: string;
  /** Subprotocols, in order of preference; empty: the header is not sent. */
  readonly protocols: readonly string[];
  /** As a browser sends it; null: left out, as by other clients. */
  readonly origin: string | null;
};

export function upgradeHead({ host, path, key, protocols, origin }: UpgradeRequest): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    `User-Agent: ${userAgent}`,
    ...(protocols.length === 0 ? [] : [`Sec-WebSocket-Protocol: ${protocols.join(', ')}`]),
    ...(origin === null ? [] : [`Origin: ${origin}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** What makes a client fail although the status is 101 (RFC 6455 §4.1, the list after "validate"). */
export type UpgradeFault =
  | { readonly kind: 'no-upgrade'; readonly found: string | null }
  | { readonly kind: 'no-connection'; readonly found: string | null }
  | { readonly kind: 'no-accept' }
  | { readonly kind: 'wrong-accept'; readonly found: string; readonly wanted: string }
  | { readonly kind: 'unasked-protocol'; readonly found: string }
  | { readonly kind: 'unasked-extension'; readonly found: string };

export function upgradeFaults({ headers }: ResponseHead, asked: UpgradeRequest): readonly UpgradeFault[] {
  const faults: UpgradeFault[] = [];
  const { upgrade = null, connection = null } = headers;
  if (upgrade?.trim().toLowerCase() !== 'websocket') faults.push({ kind: 'no-upgrade', found: upgrade });
  const options = (connection ?? '').split(',').map((option) => option.trim().toLowerCase());
  if (!options.includes('upgrade')) faults.push({ kind: 'no-connection', found: connection });
  const found = headers['sec-websocket-accept']?.trim();
  const wanted = acceptFor(asked.key);
  if (found === undefined) faults.push({ kind: 'no-accept' });
  else if (found !== wanted) faults.push({ kind: 'wrong-accept', found, wanted });
  const protocol = headers['sec-websocket-protocol']?.trim();
  if (protocol !== undefined && !asked.protocols.includes(protocol)) {
    faults.push({ kind: 'unasked-protocol', found: protocol });
  }
  const extensions = headers['sec-websocket-extensions']?.trim() ?? '';
  // None was offered.
  if (extensions !== '') faults.push({ kind: 'unasked-extension', found: extensions });
  return faults;
}

/** RFC 6455 §1.3: the key and a fixed text, hashed. */
export function acceptFor(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
