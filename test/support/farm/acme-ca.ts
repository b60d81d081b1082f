import { forgeScenario } from '../certificates/scenarios.ts';
import { answersStatus } from './http-answers.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from './http-server.ts';

export type AcmeCa = HttpServer & {
  /** Its ACME directory, https. */
  readonly directoryUrl: string;
  /** PEM of the root that its own https leads to. */
  readonly anchorsPem: string;
  /** Paths asked for below renewalInfo: certificate identifiers. */
  asked(): readonly string[];
};

export type AcmeCaSettings = {
  readonly now: Date;
  /** To `GET /renewal-info/...`. */
  readonly info: HttpAnswer;
  /** In place of the usual directory. */
  readonly directory?: HttpAnswer;
};

/** A CA that says when its certificates should be renewed (RFC 9773), as far as an onlooker meets it. */
export async function startAcmeCa({ now, info, directory }: AcmeCaSettings): Promise<AcmeCa> {
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now });
  let base = '';
  const server = await startHttpServer(
    (exchange) => {
      const { path } = exchange.request;
      if (path.startsWith('/renewal-info/')) return info(exchange);
      if (path !== '/directory') return answersStatus(404)(exchange);
      return (directory ?? listing(`${base}/renewal-info`))(exchange);
    },
    { chain, key },
  );
  base = `https://127.0.0.1:${server.port}`;
  return {
    ...server,
    directoryUrl: `${base}/directory`,
    anchorsPem,
    asked: () => server.requests().flatMap(({ path }) => /^\/renewal-info\/(.+)$/.exec(path)?.[1] ?? []),
  };
}

function listing(renewalInfo: string): HttpAnswer {
  return answersJson({ newNonce: 'https://ca.example/new-nonce', renewalInfo });
}

export function answersJson(value: unknown, fields: Readonly<Record<string, string>> = {}): HttpAnswer {
  return answersStatus(200, { 'content-type': 'application/json', ...fields }, JSON.stringify(value));
}

/** A RenewalInfo object with this window. */
export function answersWindow(
  start: Date,
  end: Date,
  { retryAfter = '21600', explanationURL }: { retryAfter?: string | null; explanationURL?: string } = {},
): HttpAnswer {
  const why = explanationURL === undefined ? {} : { explanationURL };
  return answersJson(
    { suggestedWindow: { start: start.toISOString(), end: end.toISOString() }, ...why },
    retryAfter === null ? {} : { 'retry-after': retryAfter },
  );
}
