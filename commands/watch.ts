import type { Command } from '../src/core/command.ts';
import { add } from './watch/add.ts';
import { edit } from './watch/edit.ts';
import { list } from './watch/list.ts';
import { remove } from './watch/remove.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'Watch certificates and call their owners before they lapse',
  visibility: 'channel',
  examples: [
    '/watch add api.example.org owner:@payments-oncall',
    '/watch list',
    '/watch remove api.example.org',
  ],
  actions: [list, add, edit, remove],
};
