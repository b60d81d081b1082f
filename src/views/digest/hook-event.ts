import type { HookEvent } from '../../core/hook/event.ts';
import { momentJson, namesJson, personJson, placeJson, withoutQuery } from '../../core/hook/parts.ts';
import type { Place } from '../../core/people.ts';
import type { Json } from '../../core/text/json.ts';
import type { DigestContent, DigestRow } from './content.ts';

const lists = ['critical', 'overdue', 'due', 'unchecked', 'troubled'] as const;
const mostListed = 200;

/** A digest for programs. `content` is null where it could not be composed, which the summary says. */
export function digestHookEvent(
  { place, summary, at }: { readonly place: Place; readonly summary: string; readonly at: Date },
  content: DigestContent | null,
): HookEvent {
  const rows = content === null ? [] : lists.flatMap((list) => content[list].map((row) => ({ list, row })));
  return {
    type: 'digest.posted',
    at,
    data: {
      place: placeJson(place),
      summary,
      next: momentJson(content?.next),
      counts: content === null ? null : countsJson(content),
      certificates: rows.slice(0, mostListed).map(({ list, row }) => rowJson(list, row)),
      moreCertificates: Math.max(0, rows.length - mostListed),
    },
    about: { places: [place], endpointIds: [] },
  };
}

function countsJson(content: DigestContent): Json {
  const { fine, withoutCertificate } = content;
  return {
    ...Object.fromEntries(lists.map((list) => [list, content[list].length])),
    fine,
    withoutCertificate,
  };
}

function rowJson(list: string, { names, state, end, owned, at }: DigestRow): Json {
  return {
    list,
    names: namesJson(names.map(withoutQuery)),
    state,
    notAfter: momentJson(end),
    lookedAt: momentJson(at),
    owners: owned.owners.map(personJson),
  };
}
