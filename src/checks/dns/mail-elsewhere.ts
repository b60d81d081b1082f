import { defineCheck } from '../../core/check.ts';
import { mailExchangeProbe } from '../../probes/mail-exchange.ts';
import { dig } from '../commands/dig.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const mailElsewhere = defineCheck({
  id: 'dns/mail-elsewhere',
  severity: 'notice',
  blame: 'unknown',
  title: 'The mail of this domain goes to other hosts',
  explanation:
    'The name is a mail domain: its MX records send mail to other hosts, and those are where SMTP is spoken. That the name itself takes no mail, or shows no certificate for it, need not be wrong.',
  fix: 'Check the hosts of the MX records instead, each by its own name: smtp://mx.example.org.',
  citation: 'RFC 5321 §5.1',
  reads: { mail: mailExchangeProbe },
  judge({ mail: { name, exchanges } }) {
    const first = exchanges.find(({ host }) => host !== name);
    if (first === undefined) return [];
    if (first.host === '.') {
      return [
        {
          title: `${name} says that it takes no mail at all (null MX)`,
          fix: 'Nothing, if the domain is not meant to have mail (RFC 7505). Otherwise put the hosts of its mail servers into its MX records.',
          evidence: [evidence('MX', '0 .')],
          reproduce: dig(name, 'MX', undefined),
        },
      ];
    }
    return [
      {
        title: `The mail of ${name} goes to ${first.host}: check smtp://${first.host}`,
        evidence: [evidence('MX', listed(exchanges.map(({ preference, host }) => `${preference} ${host}`)))],
        reproduce: dig(name, 'MX', undefined),
      },
    ];
  },
});
