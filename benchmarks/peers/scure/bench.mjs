// Medians of @scure/starknet at Pedersen hashes, signatures, verifications and whole Paradex orders, after its results
// were compared with those of Parallax's signer. Takes the seconds per operation.
import { computeHashOnElements, getPublicKey, getStarkKey, keccak, pedersen, sign, verify } from '@scure/starknet';
import { cpus } from 'node:os';

const seconds = Number(process.argv[2] ?? 10);
const KEY = '02dccce1da22003777062ee0870e9881b460a8b7eca276870f57c601f182136c';
const CHAIN = 'PRIVATE_SN_PARACLEAR_MAINNET';
const ACCOUNT = 123456789n;
const text = (ascii) => BigInt('0x' + Buffer.from(ascii, 'ascii').toString('hex'));
const selector = (ascii) => keccak(Buffer.from(ascii, 'ascii'));
const padded = (hash) => BigInt(hash).toString(16).padStart(64, '0');

const DOMAIN_TYPE = 'StarkNetDomain(name:felt,chainId:felt,version:felt)';
const ORDER_TYPE = 'Order(timestamp:felt,market:felt,side:felt,orderType:felt,size:felt,price:felt)';

function domainHash() {
  return computeHashOnElements([selector(DOMAIN_TYPE), text('Paradex'), text(CHAIN), 1n]);
}

// All 18 hashes, as starknet.js computes them.
function orderHash(sizeE8, priceE8, timestampMillis) {
  const struct = computeHashOnElements([
    selector(ORDER_TYPE), timestampMillis, text('BTC-USD-PERP'), 1n, text('LIMIT'), sizeE8, priceE8,
  ]);
  return computeHashOnElements([text('StarkNet Message'), domainHash(), ACCOUNT, struct]);
}

// The nine hashes that remain where the constant beginnings of both chains are kept, as Parallax keeps them.
const STRUCT_START = pedersen(0n, selector(ORDER_TYPE));
const MESSAGE_START = [text('StarkNet Message'), domainHash(), ACCOUNT].reduce((hash, x) => pedersen(hash, x), 0n);
function preparedOrderHash(sizeE8, priceE8, timestampMillis) {
  const struct = [timestampMillis, text('BTC-USD-PERP'), 1n, text('LIMIT'), sizeE8, priceE8, 7n].reduce(
    (hash, x) => pedersen(hash, x), STRUCT_START);
  return pedersen(pedersen(MESSAGE_START, struct), 4n);
}

// Results of io.parallax.exchange.signing for the same inputs. The first is also StarkWare's published example.
const EXPECTED = {
  pedersen: '0x30e480bed5fe53fa909cc0f8c4d99b8f9f2c016be4c41e13a4848797979c662',
  publicKey: '0x499f65ae2f71d5298d2d88823b2e5e19596a71aac1984710479e406a002439',
  r: '0x1221b7f8da1a87f336f53216bbf46be97cd38080a499c8cf423dd39ba124c33',
  s: '0x5ba72bbf07f40b394c2d37b16e5d862166f8d87bbe96bd1486f8bd990925f1e',
  order: '0x342d91bb944f2389db665f8e3f0f9b10cf9df73d8d23ab012bf190d31b8f9f3',
  orderR: '0x42c0d2132efc006505189b9d77c5b48456b48288b0a6ddc9e93aa67a733f657',
  orderS: '0x22993fc9d791fc5b635749916e63c304a249444263e8f799b4e4aca5ac546d7',
};
const hash = pedersen(
  0x3d937c035c878245caf64531a5756109c53068da139362728feb561405371cbn,
  0x208a0a10250e382e1e4bbe2880906c2791bf6275695e02fbbc6aeff9cd8b31an);
const signature = sign(padded(hash), KEY);
const order = orderHash(10_000_000n, 6_180_000_000_000n, 1_700_000_000_000n);
const orderSignature = sign(padded(order), KEY);
const found = {
  pedersen: hash,
  publicKey: '0x' + BigInt(getStarkKey(KEY)).toString(16),
  r: '0x' + signature.r.toString(16),
  s: '0x' + signature.s.toString(16),
  order,
  orderR: '0x' + orderSignature.r.toString(16),
  orderS: '0x' + orderSignature.s.toString(16),
};
for (const name of Object.keys(EXPECTED)) {
  if (found[name] !== EXPECTED[name]) {
    console.error(`${name} differs: ${found[name]}, Parallax has ${EXPECTED[name]}`);
    process.exitCode = 1;
  }
}
if (preparedOrderHash(10_000_000n, 6_180_000_000_000n, 1_700_000_000_000n) !== order) {
  console.error('the prepared order has another hash');
  process.exitCode = 1;
}
if (process.exitCode) {
  process.exit();
}
console.log(`${Object.keys(EXPECTED).length} results equal Parallax's; node ${process.version}, ${cpus()[0].model}`);

// Inputs that change from call to call: hashes of a counter.
const inputs = Array.from({ length: 64 }, (_, i) => BigInt(pedersen(i, 1n)) % 2n ** 251n);
const publicKey = getPublicKey(KEY, true);
const signatures = inputs.map((input) => sign(padded(input), KEY));

function measure(name, operation) {
  const nanos = [];
  const warm = process.hrtime.bigint() + BigInt(Math.round(seconds * 3e8));
  for (let i = 0; process.hrtime.bigint() < warm; i++) {
    operation(i % inputs.length, i);
  }
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9));
  for (let i = 0; process.hrtime.bigint() < end; i++) {
    const begin = process.hrtime.bigint();
    operation(i % inputs.length, i);
    nanos.push(Number(process.hrtime.bigint() - begin));
  }
  nanos.sort((a, b) => a - b);
  const median = nanos[nanos.length >> 1] / 1000;
  console.log(`${name.padEnd(46)} ${median.toFixed(0).padStart(8)} µs, median of ${nanos.length}`);
}

measure('pedersen, two full operands', (i) => pedersen(inputs[i], inputs[(i + 1) % inputs.length]));
measure('sign a hash', (i) => sign(padded(inputs[i]), KEY));
measure('verify, from the compressed public key', (i) => {
  if (!verify(signatures[i], padded(inputs[i]), publicKey)) {
    throw new Error('a signature is invalid');
  }
});
measure('order: 9 hashes on kept beginnings, signature', (i, n) =>
  sign(padded(preparedOrderHash(10_000_000n, 6_180_000_000_000n, 1_700_000_000_000n + BigInt(n))), KEY));
measure('order: all 18 hashes, signature', (i, n) =>
  sign(padded(orderHash(10_000_000n, 6_180_000_000_000n, 1_700_000_000_000n + BigInt(n))), KEY));
