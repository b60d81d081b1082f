import { hostPort, type Target } from '../../core/target.ts';
import { curlPinned } from './curl.ts';

/** The health call by hand: an empty message (five zero octets) asks about the server as a whole. */
export function curlHealth(target: Target, address: string): string | null {
  const secure = target.scheme === 'grpcs';
  const url = `${secure ? 'https' : 'http'}://${hostPort(target.host, target.port)}/grpc.health.v1.Health/Check`;
  const command = curlPinned(
    url,
    address,
    secure ? '--http2' : '--http2-prior-knowledge',
    "--max-time 5 -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @-",
  );
  return command === null ? null : `printf '\\0\\0\\0\\0\\0' | ${command}`;
}
