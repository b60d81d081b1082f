import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import { hostPort } from '../core/target.ts';
import { handshake } from '../net/handshake.ts';
import { contextForTarget, defineProbe } from './probe.ts';
import { promisedProtocols, serviceBindingProbe } from './service-binding.ts';
import { tlsProbe } from './tls.ts';

/** What a server chooses that is offered h2 and nothing else, after it had preferred another protocol to it. */
export type H2OfferFacts = {
  /** `ip:port`. */
  readonly address: string;
  /** Null: none. */
  readonly alpn: string | null;
  /** Node's code of a handshake that failed for it; null: it completed. */
  readonly refusedWith: string | null;
};

const patienceMs = 3000;

export const h2OfferProbe = defineProbe({
  name: 'h2-offer',
  layer: 'tls',
  rung: { label: 'h2 alone', covers: [], always: false },
  needs: { tls: tlsProbe, services: serviceBindingProbe },
  only: ['all'],
  deadlineMs: 6500,
  notApplicable: (target) => serviceBindingProbe.notApplicable?.(target) ?? null,
  describe({ alpn }: H2OfferFacts) {
    return alpn ?? 'no protocol';
  },
  async run(target, { tls, services }, context): Promise<ProbeOutcome<H2OfferFacts>> {
    const promised = services.records.some(
      ({ binding, endpoint }) => endpoint.port === target.port && promisedProtocols(binding).includes('h2'),
    );
    if (!promised) return notAsked('no HTTPS record promises HTTP/2');
    // RFC 7301 §3.2: the server chooses, and may prefer another of the protocols that it speaks.
    const preferring = tls.addresses.find(
      ({ handshake: fate }) =>
        fate.kind === 'completed' && fate.session.alpn !== null && fate.session.alpn !== 'h2',
    );
    if (preferring === undefined) return notAsked('no server preferred another protocol to HTTP/2');
    const { signal, network } = context;
    const timeoutMs = context.budgetMs(patienceMs);
    const dialled = await network.dial(preferring.address, { signal, timeoutMs });
    if (!dialled.connected) return notAsked(`the second connection was not made: ${dialled.failure}`);
    const outcome = await handshake(dialled.socket, {
      serverName: tls.serverName,
      alpn: ['h2'],
      secureContext: contextForTarget(context),
      timeoutMs: context.budgetMs(patienceMs),
      signal,
    });
    const address = hostPort(preferring.address.ip, preferring.address.port);
    if (outcome.completed) return learned({ address, alpn: outcome.session.alpn, refusedWith: null });
    const { failure } = outcome;
    // Only an alert is an answer: what is lost or late says nothing about protocols.
    if (failure.kind !== 'alert') return notAsked(`the second handshake ended early: ${failure.kind}`);
    return learned({ address, alpn: null, refusedWith: failure.errorCode });
  },
});
