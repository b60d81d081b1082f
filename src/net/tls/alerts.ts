/** RFC 8446 §6 and, for old and odd servers, RFC 2246, RFC 5246 §7.2, RFC 6066 §9, RFC 7301, RFC 9147, RFC 9849. */
const alertNames: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  52: 'too_many_cids_requested',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  117: 'general_error',
  120: 'no_application_protocol',
  121: 'ech_required',
};

/** Names an alert; one that nobody registered becomes "alert_255". */
export function alertOf(number: number): Alert {
  return { number, name: alertNames[number] ?? `alert_${number}` };
}

/** OpenSSL's error text ends in "SSL alert number 48" when the peer sent that alert; its codes change with versions. */
export function alertInText(text: string): Alert | null {
  const number = /SSL alert number (\d{1,3})\b/.exec(text)?.[1];
  return number === undefined ? null : alertOf(Number(number));
}

/** RFC 8446 §6: `name` is snake_case as in the RFC ("handshake_failure"). */
export type Alert = { readonly number: number; readonly name: string };
