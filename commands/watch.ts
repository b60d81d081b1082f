import type { Command } from '../src/core/command.ts';
import { add } from './watch/add.ts';
import { check } from './watch/check.ts';
import { drift } from './watch/drift.ts';
import { edit } from './watch/edit.ts';
import { exportList } from './watch/export.ts';
import { importList } from './watch/import.ts';
import { list } from './watch/list.ts';
import { mute } from './watch/mute.ts';
import { owner } from './watch/owner.ts';
import { policy } from './watch/policy.ts';
import { remove } from './watch/remove.ts';
import { unmute } from './watch/unmute.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'Watch certificates and call their owners before they lapse',
  visibility: 'channel',
  examples: [
    '/watch add api.example.org owner:@payments-oncall',
    '/watch owner team=payments @payments-oncall',
    '/watch policy team=payments quiet:20:00-08:00 oncall:#incidents',
    '/watch list',
    '/watch mute team=payments for 2h new switches',
    '/watch import a.example.org b.example.org:8443',
    '/watch export csv',
    '/watch remove api.example.org',
  ],
  actions: [list, add, edit, remove, check, owner, policy, mute, unmute, importList, exportList, drift],
};
