import type { KnownKey } from './known-key.ts';

type Group = KnownKey & {
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal, computed from the published private keys. */
  readonly spki256: readonly string[];
};

/**
 * Keys that were published with their private halves, and that people nevertheless serve. Not here: Debian's weak keys
 * of CVE-2008-0166 (about two million) and the keys of router firmware; `KNOWN_KEYS_FILE` takes lists of both.
 */
export const knownKeyGroups: readonly Group[] = [
  {
    name: 'Superfish Visual Discovery',
    source: 'the CA that Lenovo notebooks of 2014 trusted (CVE-2015-2078); its key stood in the program',
    spki256: ['4bb8f35ba1e126f8dde1b0c420625ed86dce61a7bddadbdea9aba578ff13145e'],
  },
  {
    name: 'eDellRoot',
    source: 'the CA that Dell notebooks of 2015 trusted (CERT VU#870761); its key stood beside it',
    spki256: ['cdee9f3305572a677e1a6c82dc1e02a35b11cae6a684338c9f37fe1ac8daec23'],
  },
  {
    name: 'DSDTestProvider',
    source: 'the second CA of Dell notebooks of 2015 (CERT VU#925497); its key stood beside it',
    spki256: ['130ad4e0633521290531b6651f5759b0bc7bc656709ff8f365c2143b0389b6f6'],
  },
  {
    name: 'mitm-software of badssl.com',
    source: 'the test CA of badssl.com, published in its repository',
    spki256: ['9d40513f43991af39fe413aff7608fc56463827137166547de0a1828d524ae98'],
  },
  {
    name: 'webpack-dev-server 1.x and 2.x',
    source: 'the npm package, ssl/server.key, ssl/ca.key and ssl/server.pem',
    spki256: [
      '56ee62779ab5ef00d14909e073cc857f28623ce976242ccbd4bfc96a60309c39',
      'ae90b57fcba826f7aec3be8eec4fa6b2c095dbb6be403226e043f31c241b4e54',
      '2bd1e667ec9ebbe02b9a7da264210c99b3eac1cc9141a0e30e3f623eaccec4e1',
    ],
  },
  {
    name: 'preact-cli 2.x',
    source: 'the npm package, lib/resources/key.pem',
    spki256: ['3ff2809afbc23990716b819c67cf6fe20d6883f482eee210b495bb8a3f843c61'],
  },
  {
    name: 'browser-sync',
    source: 'the npm package, certs/server.key',
    spki256: ['027ccdcaff80154b7bb55057357d59990e4dc401938a4065c3195508391531c5'],
  },
  {
    name: 'gulp-connect',
    source: 'the npm package, certs/server.key',
    spki256: ['dbab7fca5fbb51bbb1899b80bebf821d07d564840ebf7fec68df9aaac4c0a6ae'],
  },
  {
    name: 'gulp-webserver',
    source: 'the npm package, ssl/dev-key.pem',
    spki256: ['86bfd857406450b675a1c7b84cdb9af0c9448f2f809e91078b1ac5f68366ae6b'],
  },
  {
    name: 'grunt-contrib-connect',
    source: 'the npm package, tasks/certs/server.key',
    spki256: ['f7e6d9d6a0e18d4ba0526068f9a80e8a7bdbba1191a6bf6e0384545b57edd45c'],
  },
  {
    name: 'local-web-server',
    source: 'the npm package lws, ssl/private-key.pem',
    spki256: ['53b676ee7841f03921dffb29ac9a24f4ae928ab5ee303d5e05959abac06432ee'],
  },
  {
    name: 'stubby',
    source: 'the npm package, tls/key.pem',
    spki256: ['a0b54a1cbcbef1186a6e6420be92a7da4af08608ec84b630c45caa4a70ca3e91'],
  },
  {
    name: 'RFC 9500',
    source: 'the test keys of RFC 9500 §2',
    spki256: [
      '9a9e5b0f404f4e2d4386e38b04ac91e535946dc2a7f8d84a31404b476e5c35e1',
      '8fb6bad671cfe698393c453357da61b56d757ab8c0f3fb9c87f2849e63131878',
      '96465ea5dc9bb2da7b351d808a7196e5761f2412a5040131c68d719aaba28fb9',
      'b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e',
      'c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a',
      'acb1b8327fef995e2458fdf5e3c33b2dc0749feabd6a894cb9bda9d70ac06c24',
    ],
  },
  {
    name: 'OpenSSL',
    source: 'the demos that ship with OpenSSL 3.0',
    spki256: [
      'dfaec698d6239e6cdd7d07763ed25bb938e8b97dd227ea44ba2918696f2a0891',
      'ffeafd46da4358650e440451f2fef6d90a5acae9cb6f0f0642a23395097803f9',
      '38883215202c0fcffbbe2934099ceaa9b41d84700270bffe0882ec03a93617ab',
      '072292b8b9b665e1a57858a2dc989fb06b34688d9bb6ddaaf4254b89ba9c5a97',
      'b35db2413c046f9f4f3e53d547215c3b05383b5068f0151f440ffd5f0aecc2c5',
      '36687b80f89277d5a7c2c7f88ed9f66f24a900dab826d0bd05ea71274cf74d16',
      '449288b23fccc93ed83fb3715dc834a74aaf1a8ca75eac83ac86fe6744ebbb21',
      'ce7f3e3693bc52ff3541029ab3e8e1b60470cc69b695dd88d079f8ad1a8c5c60',
      '721c34ec0b5f598c1fcdbe2733c8bf19bc12929bcec68c205025dfe9c42c1b89',
    ],
  },
  {
    name: 'Go',
    source: 'the tests of the Go 1.19 standard library: net/http, crypto/tls, crypto/x509, net/smtp',
    spki256: [
      '226acd9b52f5731987d46521bbe02fa88045f9eb0c4a262690022d23cbb5eef2',
      'bbb3a427090d44d741d44bf7171a179dd4c9a7fdac3a2e649f2f6fa0488aadc9',
      'e97178009fc19e705c9257bae47fc004100da041363792d493098ac7fea922e9',
      'e156fa5bb9673db29989c7bfd2faedda7df13f221df0a203b5701862a2b85757',
      'e7c98a2e73e33d7de4216988d748b814cded1b9b9b73b7ea83eadfc99a8d827d',
      '540101906e8daff636d6cd4b16d3607921383c2aa511eebc4d49f3e58521f320',
      '64eebde4d94a861ca1b062a103ef51d4d8a2c1b0a2133838198230e9c85407ed',
      'c7f489851840a675319fc8398596602c3fc8cd941eec70a08724a56e3d118739',
    ],
  },
  {
    name: 'Python',
    source: 'the tests of the Python 3.11 standard library, test/*.pem',
    spki256: [
      'ab8e035b61375a026a577d38c424249b74b59795e8690aecf05fcf1c23e27998',
      '9e4456c9dc7098dc4330cc8f0f84f27f7771543758a68b03e93b2615a412eb4f',
      'a0eb5a3d1414086256cfd994b4afe2c759376087269d7cede24af0dd95c30ab6',
      'be4c89ae84278a5efc10bd6bfa615e3f84b9a91110b17bb52ba6a351eaa14d4d',
      'c3e2fc4b8742a19c114912a4fcdd9d0c58e3481c6eb4ce447b778bb7edfdde83',
      '8064304dc78d97bb96dcf71c5edeb7abe8412efeab98972a9749df0ab065ad37',
      '0a8b54336a8f109dbf0f1cf6f8ba46f9e31aeaf0c07af3fa56868f0487d895da',
      '990c02b92948ebe7dd937acf1ee7bda652aee927ae71dcaa027a28d8df0a23fe',
      '3610893ac98cb708ebe91f3d7a7da48d9a15e9cd74ddca2976c4072ad5b9e5b4',
      'b27242ebec6d3db0ebbe05bb7c650a421ff90348629d3e0410bc7369b337d4fd',
    ],
  },
  {
    name: 'urllib3',
    source: 'the tests of the Python package, dummyserver/certs',
    spki256: [
      'a4d1449297eced86c308fbd4c46e70575d63d860ec15cf8fbef8ab1a41bf82e7',
      '15f827f9a2bd16bcb865bceae460c2673572aa2479f6dd77757f842f30cc54e0',
    ],
  },
  {
    name: 'requests',
    source: 'the tests of the Python package, tests/certs',
    spki256: [
      '329799340ca9e9cf146fbe9b234094c13235e75d617c9725496231de967355ba',
      '82f1794f17693e8f8017a801dee12ec717574fb5dd7a95006450a15193153c29',
      'fc74a5b691c55b7598fc8c3942f9be9af642c55311f9a22a1c6400bb4bf4da2b',
      '52eae116e12064eeb98a7cef2cf30a4c199cfb45f3c064066325ffd538007fa6',
    ],
  },
  {
    name: 'xmlsec1',
    source: 'the examples of libxmlsec1',
    spki256: ['ef5ee52829413aeaa584c6f395a50d554f5f05dc52f15c4922beb92112d70576'],
  },
];
