// Where a request comes from, by which guessing is held up.

/**
 * The `source` of a client's address, for `handle`: of an IPv6 address the first 64 bits, since whoever has one has them all. Undefined for what is no address. It must be the
 * client's, and never a proxy's.
 */
export function sourceOf(address: string): string | undefined {
  const bare = bareOf(address);
  if (isIpv4(bare)) return bare;
  const groups = groupsOf(bare);
  if (groups === undefined) return undefined;
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (mapped) return groups.slice(6).map(octets).join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Whether an address is of this machine; a connection from it is a proxy's or the operator's. */
export function isLoopback(address: string): boolean {
  const bare = bareOf(address);
  return groupsOf(bare)?.join(':') === '0:0:0:0:0:0:0:1' || sourceOf(bare)?.startsWith('127.') === true;
}

/** Without the brackets and the zone that an IPv6 address may have. */
function bareOf(address: string): string {
  return address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

/** The eight groups of an IPv6 address, as the URL standard writes them. */
function groupsOf(address: string): string[] | undefined {
  if (!/^[\da-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return undefined;
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head, tail] = [split(before), split(after ?? '')];
  return after === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}

function split(groups: string): string[] {
  return groups === '' ? [] : groups.split(':');
}

function octets(group: string): string {
  const bits = Number.parseInt(group, 16);
  return `${bits >> 8}.${bits & 255}`;
}
