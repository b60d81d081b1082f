import {
  childrenOf,
  DerError,
  type Element,
  finish,
  isDone,
  type Reader,
  tags,
  take,
  takeIf,
} from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import type { SignatureFacts } from '../certificate/certificate.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { pssParametersOf } from './pss-parameters.ts';
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts';

/** Of an AlgorithmIdentifier (RFC 5280 §4.1.1.2). Throws `DerError`; parameters that are wrong go to `faults`. */
export function signatureFacts(identifier: Element, faults: Fault[] = []): SignatureFacts {
  const parts = childrenOf(identifier);
  const oid = oidOf(take(parts, tags.oid, 'the signature algorithm'), 'the signature algorithm');
  const known = signatureAlgorithms.get(oid);
  if (known === undefined) return { algorithm: oid, hash: null };
  if (known.parameters === 'pss') return pssFacts(parts, known, faults);
  judgeParameters(parts, known, faults);
  return { algorithm: known.name, hash: known.hash };
}

function judgeParameters(
  parts: Reader,
  { name, parameters, citation }: SignatureAlgorithm,
  faults: Fault[],
): void {
  if (parameters === 'any' || (parameters === 'absent' && isDone(parts))) return;
  const { at } = parts;
  if (parameters === 'absent') {
    const text = `the signature algorithm ${name} has parameters, which must be absent`;
    refuse(faults, 'signature-parameters', text, citation, at);
    return;
  }
  if (isDone(parts)) {
    // RFC 4055 §5 wants it accepted by those who read, and never done by those who write.
    const text = `the signature algorithm ${name} leaves out the NULL of its parameters`;
    lint(faults, 'signature-null-missing', text, citation, at);
    return;
  }
  const nothing = takeIf(parts, tags.null, 'parameters');
  if (nothing !== null && nothing.body === nothing.end && isDone(parts)) return;
  const text = `the signature algorithm ${name} has parameters other than NULL`;
  refuse(faults, 'signature-parameters', text, citation, at);
}

function pssFacts(parts: Reader, { name, citation }: SignatureAlgorithm, faults: Fault[]): SignatureFacts {
  const { at } = parts;
  try {
    const parameters = pssParametersOf(take(parts, tags.sequence, 'the PSS parameters'), faults);
    finish(parts, 'the PSS parameters');
    return { algorithm: name, hash: parameters.hash, pss: parameters };
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    refuse(faults, 'signature-parameters', thrown.reason, citation, thrown.offset);
  }
  // RFC 4055 §3.1: a field that is absent is SHA-1, but a signature must have the parameters.
  return { algorithm: name, hash: at === parts.end ? 'sha1' : null };
}
