import type { Evidence } from '../../../core/finding.ts';
import type { WebSocketFacts } from '../../../probes/websocket.ts';
import { evidence } from '../evidence.ts';

/** What every finding about a WebSocket shows first. */
export function socketEvidence({ url, address }: WebSocketFacts): readonly Evidence[] {
  return [evidence('URL', url), evidence('address', address)];
}

/** The headers that say who answered, where to, and what is wanted. */
export function headerEvidence(headers: Readonly<Record<string, string>>): readonly Evidence[] {
  const told = [
    'location',
    'www-authenticate',
    'sec-websocket-version',
    'upgrade',
    'retry-after',
    'server',
    'via',
  ];
  return told.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [evidence(name, value)];
  });
}

/** RFC 6455 §7.4.1 and IANA's registry of close codes. */
const meanings: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'an extension is missing',
  1011: 'internal server error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  3000: 'unauthorized',
  3003: 'forbidden',
  3008: 'timeout',
};

/** 1004 to 1006 and 1015 never stand in a frame (§7.4.1). */
const reserved = new Set([1004, 1005, 1006, 1015]);

export function closeMeaning(code: number | null): string {
  if (code === null) return 'no reason given';
  if (reserved.has(code)) return 'a code that may not be sent';
  const known = meanings[code];
  if (known !== undefined) return known;
  if (code >= 4000 && code <= 4999) return "a code of the application's own";
  if (code >= 3000 && code <= 3999) return 'a code of a framework';
  return code < 1000 ? 'no valid code' : 'an unassigned code';
}

/** Whether a close says "log in first": registered codes, and those that applications make of 401 and 403. */
export function wantsLogin(code: number | null): boolean {
  return code !== null && [3000, 3003, 4001, 4003, 4401, 4403].includes(code);
}
