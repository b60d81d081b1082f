import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, code, date, labelled, type Message, paragraph, text } from '../core/message.ts';
import type { AnyProbe } from '../core/probe.ts';
import type { Certificate } from '../pki/certificate/certificate.ts';
import type { ServedChain } from '../probes/chain.ts';
import type { ProbeFacts } from '../probes/index.ts';
import { diagnosisMessage, targetValues } from './diagnosis.ts';

const mostNames = 20;
const mostChains = 4;

/** What each address serves, exactly as sent, beside the path that verifies. The diagnosis itself when there is none. */
export function certificateMessage(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): Message {
  const chain = diagnosis.results.find((result) => result.probe === 'chain');
  const facts = chain === undefined || chain.status === 'skipped' ? undefined : chain.facts;
  const chains = (facts as ProbeFacts['chain'] | undefined)?.chains ?? [];
  if (chains.length === 0) return diagnosisMessage(diagnosis, ladder);
  const whole = diagnosisMessage(diagnosis, []);
  const blocks = chains.slice(0, mostChains).flatMap((served) => chainBlocks(served, chains.length > 1));
  if (chains.length > mostChains) {
    blocks.push(
      paragraph(
        text(`${chains.length - mostChains} more lists of certificates are served; /check compares them.`),
      ),
    );
  }
  const cause = diagnosis.rootCause;
  const verdict: Block[] = cause === null ? [] : [labelled('Fix', text(cause.fix))];
  return {
    tone: whole.tone,
    title: whole.title,
    blocks: [...verdict, ...blocks, ...whole.blocks.slice(-1)],
    buttons: [
      {
        label: 'Check everything',
        command: 'check',
        values: targetValues(diagnosis.target),
        style: 'primary',
      },
    ],
    summary: whole.summary,
    record: diagnosis,
  };
}

function chainBlocks(served: ServedChain, several: boolean): readonly Block[] {
  const { leaf } = served;
  const blocks: Block[] = [];
  if (several) blocks.push({ kind: 'heading', text: served.addresses.join(', ') });
  blocks.push(
    labelled('Names', text(namesText(leaf))),
    labelled('Valid', date(leaf.notBefore, 'absolute'), text(' until '), date(leaf.notAfter, 'both')),
    labelled('Issuer', text(leaf.issuer.text)),
    labelled('Key', text(keyText(leaf)), text(', signed with '), text(leaf.signature.algorithm)),
    labelled('Serial', code(leaf.serial)),
    labelled('SHA-256', code(leaf.fingerprint256)),
    labelled('Key SHA-256', code(leaf.publicKey.spki256)),
    labelled(
      'As sent',
      text(
        served.sent.length === 1 ? 'one certificate' : `${served.sent.length} certificates, in this order`,
      ),
    ),
    { kind: 'table', columns: ['#', 'subject', 'issuer', 'until'], rows: served.sent.map(row) },
    labelled('Verifies by', text(pathText(served))),
  );
  return blocks;
}

function row(certificate: Certificate, index: number): readonly string[] {
  const { subject, issuer, notAfter } = certificate;
  return [
    String(index),
    subject.commonName ?? certificate.names?.dns[0] ?? subject.text,
    issuer.commonName ?? issuer.text,
    notAfter.toISOString().slice(0, 10),
  ];
}

function namesText({ names }: Certificate): string {
  const all = [...(names?.dns ?? []), ...(names?.ip ?? []), ...(names?.other ?? [])];
  if (all.length === 0) return 'none';
  const shown = all.slice(0, mostNames).join(', ');
  return all.length > mostNames ? `${shown} and ${all.length - mostNames} more` : shown;
}

function keyText({ publicKey }: Certificate): string {
  if (publicKey.curve !== null) return `${publicKey.type.toUpperCase()} ${publicKey.curve}`;
  return publicKey.bits === null ? publicKey.type : `${publicKey.type.toUpperCase()} ${publicKey.bits} bits`;
}

function pathText({ path, repair }: ServedChain): string {
  if (path.trusted) return path.path.map(shortName).join(' < ');
  if (repair?.outcome === 'repaired') {
    return `nothing that was sent; with ${repair.added.map(shortName).join(', ')} added: ${repair.path.map(shortName).join(' < ')}`;
  }
  return 'no path leads to a trust anchor';
}

function shortName({ subject, names }: Certificate): string {
  return subject.commonName ?? names?.dns[0] ?? subject.text;
}
