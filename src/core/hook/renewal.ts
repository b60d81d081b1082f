import { targetText, targetUrl } from '../target.ts';
import type { Json } from '../text/json.ts';
import type { Endpoint, WatchedCertificate } from '../watch/endpoint.ts';
import type { HookEvent } from './event.ts';
import { momentJson, namesJson, placeJson, withoutQuery } from './parts.ts';

/** An endpoint serves another certificate than before, which ends later. */
export function renewalHookEvent(
  { id, target, home, labels }: Endpoint,
  certificate: WatchedCertificate,
  replaced: WatchedCertificate,
  at: Date,
): HookEvent {
  return {
    type: 'certificate.renewed',
    at,
    data: {
      endpoint: {
        id,
        name: withoutQuery(targetText(target)),
        url: withoutQuery(targetUrl(target)),
        address: target.address,
        labels,
      },
      place: placeJson(home),
      certificate: certificateJson(certificate),
      replaced: certificateJson(replaced),
    },
    about: { places: [home], endpointIds: [id] },
  };
}

function certificateJson({ fingerprint256, names, issuer, notBefore, notAfter }: WatchedCertificate): Json {
  return {
    fingerprint256,
    names: namesJson(names),
    issuer,
    notBefore: momentJson(notBefore),
    notAfter: momentJson(notAfter),
  };
}
