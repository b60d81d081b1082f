import type { HookEvent } from '../core/hook/event.ts';
import type { WebhookSetting } from '../core/hook/setting.ts';
import type { Message } from '../core/message.ts';
import { placeText } from '../core/people.ts';
import type { Store } from '../core/store/store.ts';
import type { Notification } from '../core/watch/notification.ts';

export type Subscriber = Pick<WebhookSetting, 'name' | 'wants'>;

/** What follows the key of an event in that of each webhook's copy. */
const mark = '>webhook:';

/**
 * The store, with a copy of each event for every webhook that wants it: queued together with what people are told, in the
 * same transaction, so that neither is ever there without the other.
 */
export function withWebhooks(store: Store, subscribers: readonly Subscriber[]): Store {
  if (subscribers.length === 0) return store;
  const { outbox, incidents } = store;

  async function withCopies(
    notifications: readonly Notification[],
    now: Date,
  ): Promise<readonly Notification[]> {
    const copies: Notification[] = [];
    for (const { key, to, event } of notifications) {
      if (event === undefined) continue;
      const known = to.kind === 'place' && to.place.platform === 'webhook' ? to.place.channel : null;
      copies.push(...(await copiesOf(key, event, known, now)));
    }
    return [...notifications, ...copies];
  }

  async function copiesOf(
    key: string,
    event: HookEvent,
    known: string | null,
    now: Date,
  ): Promise<readonly Notification[]> {
    const others = subscribers.filter(({ name }) => name !== known);
    const asksLabels = others.some(({ wants }) => wants !== null && wants.labels.length > 0);
    const labels = asksLabels ? await labelsOf(event, now) : [];
    const copies: Notification[] = [];
    for (const one of others) {
      if (!wantsEvent(one, event, labels) && !(await knowsBegin(one.name, event))) continue;
      copies.push(copyFor(one.name, key, event));
    }
    return copies;
  }

  /** Whom it concerned when it began hears how it ends, whatever became of labels and endpoints meanwhile. */
  async function knowsBegin(name: string, { about: { since } }: HookEvent): Promise<boolean> {
    return since !== undefined && (await outbox.fate(`${since}${mark}${name}`)) !== null;
  }

  /** Of those that nobody looked at yet as well. */
  async function labelsOf({ about }: HookEvent, now: Date) {
    const rows = await store.endpoints.rowsOf(about.endpointIds, now);
    return rows.map(({ endpoint }) => endpoint.labels);
  }

  return {
    ...store,
    outbox: {
      ...outbox,
      queue: async (notifications, now) => outbox.queue(await withCopies(notifications, now), now),
      tell: async (key, event, now) => outbox.queue(await copiesOf(key, event, null, now), now),
    },
    incidents: {
      ...incidents,
      save: async (changed, notifications, now, audit) =>
        incidents.save(changed, await withCopies(notifications, now), now, audit),
    },
  };
}

function wantsEvent(
  { wants }: Subscriber,
  { about }: HookEvent,
  labels: readonly Readonly<Record<string, string>>[],
): boolean {
  if (wants === null) return true;
  const places = new Set(wants.places.map(placeText));
  return (
    about.places.some((place) => places.has(placeText(place))) ||
    wants.labels.some(([label, value]) => labels.some((one) => one[label] === value))
  );
}

function copyFor(name: string, key: string, event: HookEvent): Notification {
  return {
    key: `${key}${mark}${name}`,
    to: { kind: 'place', place: { platform: 'webhook', channel: name } },
    message: words(event),
    fallback: [],
    endpointId: null,
    event,
  };
}

/** The event says it all; an outbox row has words as well. */
function words({ type }: HookEvent): Message {
  return { tone: 'neutral', title: [], blocks: [], summary: type };
}
