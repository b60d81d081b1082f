import type { Changes } from '../discord/changes.ts';
import type { HttpMode } from './http-mode.ts';
import type { Messages } from './messages.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Ack, Envelope } from './socket-mode.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

export type PeopleWorld = {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly responseUrls: ResponseUrls;
  readonly changes: Changes;
  readonly views: Views;
  readonly now: () => number;
  readonly deliver: (envelope: Envelope) => Promise<Ack>;
  readonly http: HttpMode;
  readonly urlOfBot: () => string;
};
