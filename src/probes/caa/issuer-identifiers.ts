/**
 * Which CAA domains each CA answers to, by the organization in the subject of its intermediates: from the CAs' practice
 * statements (section 4.2, "CAA") and the CCADB's list of recognized domains, as of November 2026. Resellers with an
 * intermediate of their own carry the domains of the CA behind it. Who is not in here cannot be matched.
 */
const digicert = [
  'digicert.com',
  'www.digicert.com',
  'digicert.ne.jp',
  'cybertrust.ne.jp',
  'symantec.com',
  'thawte.com',
  'geotrust.com',
  'rapidssl.com',
  'volusion.com',
  'stratossl.com',
  'intermediatecertificate.com',
  '1digicert.com',
  'digitalcertvalidation.com',
  'amazon.com',
  'amazontrust.com',
  'awstrust.com',
  'amazonaws.com',
  'quovadisglobal.com',
  'pkioverheid.nl',
];
const sectigo = [
  'sectigo.com',
  'comodo.com',
  'comodoca.com',
  'usertrust.com',
  'trust-provider.com',
  'entrust.net',
  'affirmtrust.com',
  'zerossl.com',
];
const amazon = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];
const asseco = ['certum.pl', 'certum.eu'];
const harica = ['harica.gr'];
const ssl = ['ssl.com'];

/** By the beginning of the organization, lower case and without punctuation. */
const byOrganization: readonly (readonly [beginning: string, domains: readonly string[]])[] = [
  ['lets encrypt', ['letsencrypt.org']],
  ['internet security research group', ['letsencrypt.org']],
  ['digicert', digicert],
  ['thawte', digicert],
  ['geotrust', digicert],
  ['quovadis', digicert],
  ['cloudflare', [...digicert, ...sectigo, ...ssl, 'pki.goog', 'letsencrypt.org']],
  ['sectigo', sectigo],
  ['comodo', sectigo],
  ['the usertrust network', sectigo],
  ['zerossl', sectigo],
  ['gandi', sectigo],
  ['network solutions', sectigo],
  ['cpanel', sectigo],
  ['corporation service company', sectigo],
  ['internet2', sectigo],
  ['trustico', sectigo],
  ['trustasia', ['trustasia.com', ...sectigo, ...digicert, ...asseco]],
  ['wotrus', ['wotrus.com', ...sectigo, ...digicert, ...asseco]],
  ['geant', [...sectigo, ...harica]],
  ['google trust services', ['pki.goog', 'google.com']],
  ['amazon', amazon],
  ['starfield', ['starfieldtech.com', 'godaddy.com', ...amazon]],
  ['godaddy', ['godaddy.com', 'starfieldtech.com']],
  ['globalsign', ['globalsign.com']],
  ['entrust', ['entrust.net', 'affirmtrust.com', ...sectigo, ...ssl]],
  ['affirmtrust', ['affirmtrust.com', 'entrust.net']],
  ['identrust', ['identrust.com']],
  ['certainly', ['certainly.com']],
  ['microsoft', ['microsoft.com', ...digicert]],
  ['apple', ['pki.apple.com', 'apple.com', ...digicert, ...sectigo]],
  ['ssl corp', ssl],
  ['buypass', ['buypass.com', 'buypass.no']],
  ['actalis', ['actalis.it']],
  ['hellenic academic', harica],
  ['dhimyotis', ['certigna.fr', 'certigna.com']],
  ['certigna', ['certigna.fr', 'certigna.com']],
  ['asseco', asseco],
  ['unizeto', asseco],
  ['swisssign', ['swisssign.com', 'swisssign.net', 'swisssign.ch']],
  ['dtrust', ['d-trust.net', 'd-trust.de', 'dtrust.net', 'dtrust.de', 'dtrust.com', 'd-trust.com']],
  ['deutsche telekom', ['telesec.de', 'pki.dfn.de', 'dfn.de']],
  ['tsystems', ['telesec.de', 'pki.dfn.de', 'dfn.de']],
  ['telia', ['telia.com', 'telia.fi', 'telia.se', 'trust.telia.com']],
  ['secom', ['secomtrust.net']],
  ['cybertrust japan', ['cybertrust.ne.jp', 'cybertrust.co.jp', 'secomtrust.net']],
  [
    'chunghwa telecom',
    ['pki.hinet.net', 'tls.hinet.net', 'eca.hinet.net', 'epki.com.tw', 'publicca.hinet.net'],
  ],
  ['taiwanca', ['twca.com.tw']],
  ['izenpe', ['izenpe.com']],
  ['firmaprofesional', ['firmaprofesional.com']],
  ['fnmtrcm', ['fnmt.es']],
  ['certsign', ['certsign.ro']],
  ['microsec', ['e-szigno.hu']],
  ['netlock', ['netlock.hu', 'netlock.net', 'netlock.eu']],
  ['disig', ['disig.sk']],
  ['emudhra', ['emsign.com']],
  ['emsign', ['emsign.com']],
  ['naver', ['navercorp.com', 'navercloudtrust.com', 'certificate.naver.com']],
  ['trustwave', ['trustwave.com', 'securetrust.com']],
  ['securetrust', ['trustwave.com', 'securetrust.com']],
  ['beijing certificate authority', ['bjca.cn']],
  ['china financial certification', ['cfca.com.cn']],
  ['unitrust', ['sheca.com']],
];

/** Null: not in the table, and so nothing can be said of it. */
export function caaDomainsOf(organization: string | null): readonly string[] | null {
  const plain = (organization ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '');
  return byOrganization.find(([beginning]) => plain.startsWith(beginning))?.[1] ?? null;
}
