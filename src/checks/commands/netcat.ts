import { shellWord } from '../../core/shell.ts';

export function netcat(ip: string, port: number): string {
  return `nc -vz -w 5 ${shellWord(ip)} ${port}`;
}

/** What a port says to a client that stays silent; `address` is `ip:port`. */
export function netcatListen(address: string): string {
  const colon = address.lastIndexOf(':');
  const ip = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return `nc -w 5 ${shellWord(ip)} ${address.slice(colon + 1)} </dev/null`;
}
