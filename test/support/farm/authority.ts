import { answersStatus } from './http-answers.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from './http-server.ts';
import type { Place } from './listener.ts';

/** What a certificate authority publishes: OCSP, CRLs, its own certificates; 404 where nothing was put. */
export type Authority = HttpServer & {
  /** To be written into certificates, which need it before there is anything to serve. */
  url(path: string): string;
  /** From now on for this path and all that begins with it: an OCSP request follows by GET. */
  serve(path: string, answer: HttpAnswer): void;
  /** How often that path was asked for. */
  count(path: string): number;
};

export async function startAuthority(place: Place = {}): Promise<Authority> {
  const answers = new Map<string, HttpAnswer>();
  const server = await startHttpServer((exchange) => {
    const found = [...answers].find(([path]) => exchange.request.path.startsWith(path));
    (found?.[1] ?? answersStatus(404))(exchange);
  }, place);
  return {
    ...server,
    url: (path) => `http://127.0.0.1:${server.port}${path}`,
    serve: (path, answer) => {
      answers.set(path, answer);
    },
    count: (path) => server.requests().filter((request) => request.path.startsWith(path)).length,
  };
}

export function answersOcsp(response: Uint8Array): HttpAnswer {
  return answersStatus(200, { 'content-type': 'application/ocsp-response' }, response);
}

export function answersCrl(crl: Uint8Array): HttpAnswer {
  return answersStatus(200, { 'content-type': 'application/pkix-crl' }, crl);
}
