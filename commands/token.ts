import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { nothingHanded } from '../src/core/files/uploaded-file.ts';
import { readingTokenMessage, tokenMessage } from '../src/views/token.ts';

export const token: Command = {
  name: 'token',
  summary: 'Say exactly why a resource server refuses a token; asks for it in a form only you see',
  visibility: 'caller',
  examples: ['/token', '/token issuer:https://login.example.org audience:https://api.example.org'],
  actions: [
    {
      name: '',
      summary: 'Judge one JWT or opaque token; it is never stored, logged or shown',
      needs: 'anyone',
      options: [
        { name: 'token', kind: 'secret', summary: 'The access token, as in Authorization: Bearer' },
        {
          name: 'issuer',
          kind: 'text',
          summary: 'the issuer that the resource server trusts; that of the token when left out',
          example: 'https://login.example.org',
        },
        {
          name: 'audience',
          kind: 'text',
          summary: 'the name that the resource server goes by: its audience or resource',
          example: 'https://api.example.org',
        },
      ],
      async *run(values, _caller, { inspectToken }, signal, { askPassword } = nothingHanded) {
        const given = values.token ?? (await askPassword?.('Token (it is not shown): ')) ?? '';
        if (given.trim() === '') {
          throw new UserError(
            'There is no token. /token asks for it in a form; in a shell it comes from a prompt, --token-file or standard input.',
          );
        }
        yield readingTokenMessage();
        const { issuer = '', audience = '' } = values;
        const report = await inspectToken(
          {
            token: given,
            issuer: issuer === '' ? null : issuerOf(issuer),
            audience: audience === '' ? null : audience,
          },
          signal,
        );
        yield tokenMessage(report);
      },
    },
  ],
};

function issuerOf(typed: string): string {
  if (URL.parse(typed)?.protocol === 'https:') return typed;
  throw new UserError('An issuer is an https URL. Try issuer:https://login.example.org.');
}
