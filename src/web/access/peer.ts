import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { isLoopbackHost } from '../../core/doors/console-door.ts';

/** Networks that a proxy of one's own stands in: RFC 1918, RFC 6598 and unique local addresses (RFC 4193). */
const nearby =
  /^(?:::ffff:)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)|^f[cd]/i;

/**
 * Who is asking, for counting. Where a proxy is declared, what it appended last to X-Forwarded-For is believed, when it
 * stands close by; anything before that anybody can write.
 */
export function peerOf(context: Context, hasProxy: boolean): string {
  const peer = getConnInfo(context).remote.address ?? 'unknown';
  if (!hasProxy || !(isLoopbackHost(peer) || nearby.test(peer))) return peer;
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-f.:]{2,45}$/i.test(forwarded) ? forwarded : peer;
}
