import { hostPort } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';

/**
 * Connects, says nothing and shows what comes: refused, no answer, reset, or a banner. curl and not nc, whose variants
 * differ and which says "succeeded" of a connection that was reset.
 */
export function curlConnect({ ip, port }: { readonly ip: string; readonly port: number }): string {
  return curlListen(hostPort(ip, port));
}

/** As `curlConnect`, for an address that is `ip:port` already. */
export function curlListen(address: string): string {
  return `curl -sv -m 5 ${shellWord(`telnet://${address}`)} </dev/null`;
}
