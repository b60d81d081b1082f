import type { WebhookWants } from '../core/hook/setting.ts';
import type { KnownWebhook } from '../core/hook/webhooks.ts';
import { code, type Inline, labelled, type Message, note, text } from '../core/message.ts';
import { placeWord } from '../core/people.ts';
import type { SendOutcome } from '../core/watch/notification.ts';

const mostShown = 20;

export function webhooksMessage(known: readonly KnownWebhook[]): Message {
  if (known.length === 0) {
    const sentence = 'No webhook is told of anything: WEBHOOK_URL is not set.';
    return { tone: 'neutral', title: [text(sentence)], blocks: [], summary: sentence };
  }
  const sentence = `${known.length} ${known.length === 1 ? 'webhook is' : 'webhooks are'} told of alarms, renewals and digests.`;
  const items = known
    .slice(0, mostShown)
    .map(({ name, receiver, wants }): Inline[] => [
      code(name),
      text(' at '),
      code(receiver),
      text(`: ${wantsText(wants)}`),
    ]);
  const left = known.length - items.length;
  return {
    tone: 'neutral',
    title: [text(sentence)],
    blocks: [
      { kind: 'list', items },
      ...(left > 0 ? [note(text(`${left} more are left out here.`))] : []),
      note(text('Send one a ping: '), code(`/webhook test ${known[0]?.name}`)),
    ],
    summary: sentence,
  };
}

export function pingMessage(name: string, outcome: SendOutcome): Message {
  if (outcome.kind === 'sent') {
    const sentence = `The webhook ${name} took a ping.`;
    const id = labelled('webhook-id', code(outcome.reference));
    return { tone: 'good', title: [text(sentence)], blocks: [id], summary: sentence };
  }
  const sentence = `The webhook ${name} did not take a ping.`;
  const words =
    outcome.kind === 'retry'
      ? 'An event would be sent again until it is taken, for a week.'
      : 'An event would not be sent again.';
  return {
    tone: 'bad',
    title: [text(sentence)],
    blocks: [{ kind: 'paragraph', inlines: [text(outcome.reason)] }, note(text(words))],
    summary: `${sentence} ${outcome.reason}`,
  };
}

function wantsText(wants: WebhookWants | null): string {
  if (wants === null) return 'everything';
  const labels = wants.labels.map(([label, value]) => `${label}=${value}`);
  return `what is about ${[...wants.places.map(placeWord), ...labels].join(', ')}`;
}
