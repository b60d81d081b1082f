import { isIP } from 'node:net';
import type { DnsAnswer, DnsClient } from './answer.ts';
import { askInTurn } from './ask-in-turn.ts';
import { prepareQuestion } from './query.ts';
import { parseServer, serverText } from './servers.ts';

/** `servers` as `ip`, `ip:port` or `[ip]:port`; throws `UserError` for anything else. Nothing is cached. */
export function createDnsClient({ servers }: { readonly servers: readonly string[] }): DnsClient {
  const parsed = servers.map(parseServer);
  return {
    servers: parsed.map(serverText),
    async ask(question, { signal, timeoutMs }) {
      const prepare = prepareQuestion(question);
      if (prepare === null || isIP(question.name) !== 0) {
        return neverSent('malformed', [{ server: 'none', reason: `${question.name} is no domain name` }]);
      }
      if (parsed.length === 0) return neverSent('no-servers');
      if (signal.aborted) return neverSent('aborted');
      return askInTurn({ servers: parsed, prepare, signal, timeoutMs });
    },
  };
}

type NoAnswer = Extract<DnsAnswer, { status: 'no-answer' }>;

function neverSent(reason: NoAnswer['reason'], tried: NoAnswer['tried'] = []): NoAnswer {
  return { status: 'no-answer', reason, tried, elapsedMs: 0 };
}
