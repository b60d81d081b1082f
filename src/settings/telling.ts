import { isWebhookUrl, webhookSecretShape, webhookUrlShape } from '../core/hook/setting.ts';
import { optionalText, type SettingPage, setting } from './kinds.ts';

/** Programs that are told of what happens. `webhooksFrom` reads these with the family beside them. */
export const tellingSettings = {
  WEBHOOK_URL: setting(
    {
      group: 'Telling',
      about:
        'Program that is told of alarms, renewals and digests by signed JSON (Standard Webhooks). One at a private address needs ALLOWED_NETWORKS, too.',
      example: 'https://hooks.example.org/...',
      secret: true,
    },
    optionalText.refine((url) => url === undefined || isWebhookUrl(url), webhookUrlShape),
  ),
  WEBHOOK_SECRET: setting(
    {
      group: 'Telling',
      about: `What those messages are signed with: ${webhookSecretShape}.`,
      example: 'whsec_...',
      secret: true,
    },
    optionalText,
  ),
  WEBHOOK_FOR: setting(
    {
      group: 'Telling',
      about:
        'What it is told of: places and labels, comma separated. Left out: everything. A webhook may be a place itself, webhook:default.',
      example: 'slack:C012AB3CD, team=payments',
    },
    optionalText,
  ),
};

export const webhookFamily: SettingPage & { readonly name: string; readonly after: string } = {
  name: 'WEBHOOK_<NAME>_URL',
  after: 'WEBHOOK_FOR',
  group: 'Telling',
  about:
    'A further one, the place webhook:name, with WEBHOOK_<NAME>_FOR, and WEBHOOK_<NAME>_SECRET where it has a secret of its own.',
  example: 'WEBHOOK_PAYMENTS_URL=https://hooks.example.org/...',
};
