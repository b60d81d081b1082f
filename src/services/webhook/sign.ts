import { createHash, createHmac } from 'node:crypto';

/** The same for every attempt and every receiver of one event: what receivers know a repetition by. */
export function webhookId(key: string): string {
  const of = key.replace(/>webhook:[a-z0-9_]+$/, '');
  return `msg_${createHash('sha256').update(of).digest('hex').slice(0, 32)}`;
}

/** The headers of Standard Webhooks 1.0, "Signature scheme"; one signature for each key, parted by blanks. */
export function signedHeaders(
  id: string,
  body: string,
  keys: readonly Uint8Array[],
  at: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
