import type { Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';

/** Opens the WebSocket at `address` (`ip:port`) and logs frames and closes; `flags` as websocat takes them. */
export function websocat(target: Target, url: string, address: string, ...flags: readonly string[]): string {
  const secure = target.scheme === 'wss';
  const domain = secure && target.hostKind === 'name' ? ['--tls-domain', shellWord(target.host)] : [];
  const below = secure ? `ws-c:ssl-connect:tcp:${address}` : `ws-c:tcp:${address}`;
  const uri = ['--ws-c-uri', shellWord(url)];
  return ['websocat -v -t', ...flags, ...domain, ...uri, '-', shellWord(below)].join(' ');
}
