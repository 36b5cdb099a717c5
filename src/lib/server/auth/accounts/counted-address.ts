/**
 * Under which name an address is counted. Whoever has one address of IPv6 has the whole network of 64 bits that it lies in, and
 * could come from another one each time; of IPv4 each is counted by itself.
 */
export function countedAddress(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
	if (!plain.includes(':')) return plain;
	const [left = '', right] = plain.split('%', 1).join('').split('::');
	const groupsOf = (text: string) => (text === '' ? [] : text.split(':'));
	const [head, tail] = [groupsOf(left), groupsOf(right ?? '')];
	const between = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
	const network = [...head, ...between, ...tail].slice(0, 4);
	return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
