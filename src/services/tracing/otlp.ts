import type { Diagnosis } from '../../core/diagnosis.ts';
import type { ProbeResult } from '../../core/probe.ts';

/** One diagnosis with the moment at which each of its probes ended, in milliseconds since it began. */
export type Traced = {
  readonly diagnosis: Diagnosis;
  readonly ends: ReadonlyMap<string, number>;
};

type Attribute = { readonly key: string; readonly value: { readonly stringValue: string } };

/** OTLP 1.x in JSON (opentelemetry-proto, "JSON Protobuf Encoding"): ids in hexadecimal, times in nanoseconds as text. */
export type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
};

const internal = 1;
const client = 3;
const unset = 0;
const error = 2;

/** `randomHex` gives so many octets in hexadecimal. */
export function spansOf(
  { diagnosis, ends }: Traced,
  randomHex: (octets: number) => string,
): readonly OtlpSpan[] {
  const { target, at, elapsedMs, verdict, rootCause, from, results } = diagnosis;
  const traceId = randomHex(16);
  const spanId = randomHex(8);
  const begun = at.getTime();
  const whole: OtlpSpan = {
    traceId,
    spanId,
    name: 'diagnose',
    kind: internal,
    startTimeUnixNano: nanoseconds(begun),
    endTimeUnixNano: nanoseconds(begun + elapsedMs),
    // Never the path: it may hold a secret of somebody's.
    attributes: attributes({
      'server.address': target.host,
      'server.port': String(target.port),
      'url.scheme': target.scheme,
      'notafter.verdict': verdict,
      'notafter.root_cause': rootCause?.id ?? null,
      'notafter.vantage': from,
    }),
    status: { code: verdict === 'broken' ? error : unset },
  };
  const probes = results.flatMap((result): readonly OtlpSpan[] => {
    const end = ends.get(result.probe);
    if (result.status === 'skipped' || end === undefined) return [];
    return [
      {
        traceId,
        spanId: randomHex(8),
        parentSpanId: spanId,
        name: `probe ${result.probe}`,
        kind: client,
        startTimeUnixNano: nanoseconds(begun + Math.max(0, end - result.elapsedMs)),
        endTimeUnixNano: nanoseconds(begun + end),
        attributes: probeAttributes(result),
        status: { code: result.status === 'failed' ? error : unset },
      },
    ];
  });
  return [whole, ...probes];
}

/** The code and not the message: that repeats what strangers sent. */
function probeAttributes(result: ProbeResult): readonly Attribute[] {
  return attributes({
    'notafter.layer': result.layer,
    'error.type': result.status === 'failed' ? result.code : null,
  });
}

export function requestOf(
  spans: readonly OtlpSpan[],
  { serviceName, version }: { readonly serviceName: string; readonly version: string },
): string {
  const resource = { attributes: attributes({ 'service.name': serviceName, 'service.version': version }) };
  return JSON.stringify({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'notafter', version }, spans }] }],
  });
}

function attributes(values: Readonly<Record<string, string | null>>): readonly Attribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value: { stringValue: value } }],
  );
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}
