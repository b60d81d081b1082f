import type { Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import type { Outgoing } from './outgoing.ts';
import type { Place } from './server-of-people.ts';
import type { RegisteredCommand } from './validating/check-commands.ts';

export type RouteWorld = {
  readonly place: Place;
  readonly messages: Messages;
  readonly interactions: Interactions;
  readonly commands: Map<string, readonly RegisteredCommand[]>;
  readonly applicationId: string;
  readonly outgoing: Pick<Outgoing, 'url' | 'publicKey'>;
  readonly gatewayUrl: () => string;
  readonly newId: () => string;
};
