import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, labelled, text } from '../../core/message.ts';
import type { AuthorityLook, AuthorityServer, ZoneFacts } from '../../probes/authorities/authority-facts.ts';
import { factsIn } from '../diagnosis/facts.ts';

/** Delegation and name servers of each zone, one line for each address. */
export function nameServerBlocks(diagnosis: Diagnosis): readonly Block[] {
  const facts = factsIn(diagnosis)('authorities');
  if (facts === null) return [];
  const unseen =
    facts.unseen === null ? [] : [labelled('Name servers', text(`not looked at: ${facts.unseen}`))];
  return [...unseen, ...facts.zones.flatMap((zone) => zoneBlocks(zone, facts.unseen === null))];
}

function zoneBlocks(zone: ZoneFacts, heard: boolean): readonly Block[] {
  const { delegation, leftOut, servers } = zone;
  const said =
    delegation === null
      ? 'the parent did not say who serves it'
      : `delegated by ${delegation.parent} to ${delegation.names.length} name servers (said by ${delegation.server})`;
  const blocks: Block[] = [
    labelled(`Zone ${zone.zone}`, text(zone.own ? '' : 'where the aliases lead; '), text(said)),
  ];
  if (!heard) return blocks;
  blocks.push({
    kind: 'table',
    columns: ['name', 'address', 'answers', 'serial', 'ms'],
    rows: servers.flatMap((server) => rowsOf(server)),
  });
  if (leftOut > 0) blocks.push(labelled('Left out', text(`${leftOut} more name servers`)));
  return blocks;
}

function rowsOf({ name, resolves, addresses }: AuthorityServer): readonly (readonly string[])[] {
  if (addresses.length === 0)
    return [[name, resolves === 'absent' ? 'none' : 'unknown', 'not asked', '', '']];
  return addresses.map(({ ip, look }, index) => [
    index === 0 ? name : '',
    ip,
    answersText(look),
    look.kind === 'replied' ? String(look.soa.serial ?? '') : '',
    look.kind === 'replied' ? String(Math.round(look.elapsedMs)) : '',
  ]);
}

/** What it does, without an opinion: those stand in the findings. */
function answersText(look: AuthorityLook): string {
  switch (look.kind) {
    case 'not-allowed':
      return `not asked (${look.rule})`;
    case 'silent':
      return look.reason;
    case 'replied':
      break;
  }
  const { soa, tcp, edns } = look;
  const said = soa.rcode !== 'NOERROR' ? soa.rcode : soa.authoritative ? 'with authority' : 'no authority';
  const over = tcp === 'refused' || tcp === 'silent' ? ', UDP only' : '';
  return `${said}${over}${edns === 'fine' ? '' : ', no EDNS'}`;
}
