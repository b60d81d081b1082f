import type { Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';
import { opensslClient } from './openssl.ts';
import { addressOf } from './place.ts';

type Place = { readonly ip: string; readonly port: number };

/** The routers on the way, asked by knocking at the very port. */
export function mtrReport({ ip, port }: Place): string {
  return `mtr --report --report-wide -n -c 3 --tcp -P ${port} ${shellWord(ip)}`;
}

/** The same by tracepath(8), which also shows how large a packet may be. */
export function tracepath({ ip }: Place): string {
  return `timeout 20 tracepath -n ${shellWord(ip)}`;
}

/** Connects five times, and prints how long each took. */
export function curlConnectTimes({ ip, port }: Place): string {
  const url = shellWord(`telnet://${addressOf({ ip, port })}`);
  return `for n in 1 2 3 4 5; do curl -s -m 5 -w '%{time_connect}\\n' ${url} </dev/null; done`;
}

/** Leaves a handshake hanging and shows what the kernel waits for: unacked, retrans, rcv_ooopack. */
export function stalledSegments(target: Target, place: Place): string {
  const client = opensslClient(target, addressOf(place), '-quiet');
  return `timeout 5 ${client} & sleep 3; ss -tinO dst ${shellWord(place.ip)} and dport = :${place.port}`;
}
