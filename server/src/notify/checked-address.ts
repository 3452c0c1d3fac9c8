import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address that notices may not go to. The message says why, for people. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address belongs to this machine or a private network, IPv4 written as IPv6 included. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return PRIVATE.check(mapped, 'ipv4');
  // Mapped addresses written in hexadecimal are never needed.
  if (/^::ffff:/i.test(address)) return true;
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The address as a URL we may send to; throws {@link AddressError}. A name is looked up only when it is used ({@link checkedLookup}). */
export function checkedUrl(text: string, privateAllowed: boolean): URL {
  if (!URL.canParse(text)) throw new AddressError('This is not an address. It begins with https://');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new AddressError('An address begins with https:// or http://');
  }
  if (url.username !== '' || url.password !== '') throw new AddressError('Leave name and password out of the address.');
  checkHost(url.hostname.replace(/^\[|\]$/g, ''), privateAllowed);
  return url;
}

/** Throws {@link AddressError} where a host, a name or an IP address, is plainly private. */
export function checkHost(host: string, privateAllowed: boolean): void {
  if (privateAllowed) return;
  const isLocalName = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host);
  if (isLocalName || (isIP(host) !== 0 && isPrivateAddress(host))) throw new AddressError(PRIVATE_WORDS);
}

const PRIVATE_WORDS =
  'This address belongs to a private network. Whoever runs this installation can allow that (NOTICES_TO_PRIVATE_ADDRESSES).';

/** Looks a name up when a connection is made, and refuses what it leads to when that is private: so a name cannot change its mind after the check. */
export function checkedLookup(privateAllowed: boolean): LookupFunction {
  return (host, options, callback) => {
    const all: LookupOptions & { all: true } = { ...options, all: true };
    lookup(host, all, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, '');
      const refused = !privateAllowed && addresses.some(({ address }) => isPrivateAddress(address));
      if (refused) return callback(new AddressError(PRIVATE_WORDS), '');
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      if (first === undefined) return callback(new AddressError('This name leads nowhere.'), '');
      return callback(null, first.address, first.family);
    });
  };
}
