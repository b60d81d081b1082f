import { createHmac } from 'node:crypto';
import type { Ack, Envelope } from './socket-mode.ts';

/** A request to the bot as Slack signs it, or wrongly on purpose. */
export type Signing = {
  /** Seconds that the timestamp lies back; over 300 is stale. */
  readonly ageSeconds?: number;
  /** Another secret than the right one. */
  readonly secret?: string;
  readonly leaveOut?: 'signature' | 'timestamp';
};

export type HttpMode = {
  /** Rejects when the answer is not 200 or does not come in time. */
  deliver(url: string, envelope: Envelope): Promise<Ack>;
  /** The bare status and body the bot answers with. */
  post(url: string, envelope: Envelope, signing?: Signing): Promise<{ status: number; body: string }>;
};

export function createHttpMode(signingSecret: string, ackWithinMs: number): HttpMode {
  async function post(url: string, envelope: Envelope, signing: Signing = {}) {
    const { body, type } = encode(envelope);
    const timestamp = String(Math.floor(Date.now() / 1000) - (signing.ageSeconds ?? 0));
    const signature = sign(signing.secret ?? signingSecret, timestamp, body);
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ackWithinMs),
      headers: {
        'content-type': type,
        connection: 'close',
        ...(signing.leaveOut === 'timestamp' ? {} : { 'x-slack-request-timestamp': timestamp }),
        ...(signing.leaveOut === 'signature' ? {} : { 'x-slack-signature': signature }),
        ...(envelope.retry === undefined
          ? {}
          : { 'x-slack-retry-num': String(envelope.retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
    });
    return { status: response.status, body: await response.text() };
  }

  return {
    post,
    async deliver(url, envelope) {
      const at = performance.now();
      const { status, body } = await post(url, envelope);
      if (status !== 200) throw new Error(`operation_failed: the bot answered ${status} to ${envelope.type}`);
      const ackMs = performance.now() - at;
      if (body === '') return { ackMs, payload: null };
      const isJson = body.startsWith('{');
      return { ackMs, payload: isJson ? (JSON.parse(body) as Ack['payload']) : { text: body } };
    },
  };
}

/** v0 of request signing: HMAC-SHA256 over version, timestamp and raw body. */
function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Commands are a form, presses a form with one JSON field, events JSON. */
function encode({ type, payload }: Envelope): { readonly body: string; readonly type: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'slash_commands':
      return { body: new URLSearchParams(Object.entries(payload)).toString(), type: form };
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), type: form };
    case 'events_api':
      return { body: JSON.stringify(payload), type: 'application/json' };
  }
}
