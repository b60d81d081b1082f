import type { Place } from '../people.ts';
import type { Json } from '../text/json.ts';

/** What webhooks are told of; `docs/webhook.schema.json` describes each. A name that is here stays. */
export const hookEventTypes = [
  'alarm.opened',
  'alarm.worsened',
  'alarm.called',
  'alarm.owner_gone',
  'alarm.acknowledged',
  'alarm.acknowledgement_lapsed',
  'alarm.released',
  'alarm.snoozed',
  'alarm.muted',
  'alarm.unmuted',
  'alarm.reassigned',
  'alarm.renewal_seen',
  'alarm.rechecked',
  'alarm.flapping',
  'alarm.updated',
  'alarm.ended',
  'certificate.renewed',
  'digest.posted',
  'message.posted',
  'ping',
] as const;
export type HookEventType = (typeof hookEventTypes)[number];

export type HookData = { readonly [key: string]: Json };

/** Something that happened, for programs. It holds no secret: URLs come without their queries. */
export type HookEvent = {
  readonly type: HookEventType;
  readonly at: Date;
  readonly data: HookData;
  /** Whom it concerns: by this webhooks choose. */
  readonly about: HookSubject;
};

export type HookSubject = {
  /** Key of the event with which it began, where it is one of several: who was told of that is told of this. */
  readonly since?: string;
  /** Where people are told of it. */
  readonly places: readonly Place[];
  readonly endpointIds: readonly string[];
};

/** The body as every receiver gets it, the same at each attempt. */
export function hookBody({ type, at, data }: HookEvent): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}
