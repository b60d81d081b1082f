import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { bearerOf, tokenJudge } from '../access/token.ts';

/** Older ones may be somebody's who listened. */
const longestAgeMs = 5 * 60_000;

/**
 * The secret itself as Bearer (Alertmanager's `authorization`, Grafana's), or Grafana's HMAC signature: hexadecimal
 * HMAC-SHA256 over the body, or over `timestamp:body` where a timestamp is sent as well.
 */
export function isSigned(context: Context, body: string, secret: string, now: Date): boolean {
  const bearer = bearerOf(context.req.header('authorization'));
  if (bearer !== null) return tokenJudge(secret)(bearer);
  const signature = context.req.header('x-grafana-alerting-signature') ?? '';
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const timestamp = context.req.header('x-grafana-alerting-timestamp');
  if (timestamp !== undefined && !isRecent(timestamp, now)) return false;
  const signed = timestamp === undefined ? body : `${timestamp}:${body}`;
  return timingSafeEqual(Buffer.from(signature, 'hex'), createHmac('sha256', secret).update(signed).digest());
}

/** Seconds since 1970. */
function isRecent(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() - Number(timestamp) * 1000) <= longestAgeMs;
}
