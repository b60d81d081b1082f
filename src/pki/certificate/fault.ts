/** One thing that is wrong with the writing of a certificate. */
export type Fault = {
  /** Stable, for programs: "serial-zero". */
  readonly code: string;
  /** One sentence without its citation; bytes are counted from the start of the certificate. */
  readonly text: string;
  /** "RFC 5280 §4.1.2.2". */
  readonly citation: string;
  /**
   * `refuse`: a MUST is broken and a strict validator refuses the certificate. `lint`: a SHOULD, a rule that no
   * validator holds, or a writing that is legal and unwise.
   */
  readonly weight: 'refuse' | 'lint';
};

export function refuse(faults: Fault[], code: string, text: string, citation: string): void {
  faults.push({ code, text, citation, weight: 'refuse' });
}

export function lint(faults: Fault[], code: string, text: string, citation: string): void {
  faults.push({ code, text, citation, weight: 'lint' });
}
