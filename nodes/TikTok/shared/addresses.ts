/** An address without blanks around it, and with what must not stand in an address encoded. */
export const encodedAddress = (text: string): string =>
	text.trim().replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(Buffer.from(part).toString()));

/** `undefined` when it is no address. */
export const parsedAddress = (text: string, base?: string): URL | undefined =>
	URL.canParse(text, base) ? new URL(text, base) : undefined;

/** Whether a value that came from outside is a whole http or https address. */
export const isWebAddress = (value: unknown): value is string =>
	typeof value === 'string' && /^https?:\/\/[^/]/i.test(value) && URL.canParse(value);

/** An address as messages show it: without the name and the password that may stand in it. */
export const withoutUser = (text: string): string =>
	text.replace(/(\/\/)[^/?#\s"]*@|^[^/?#\s"@:]*:[^/?#\s"]*@/g, '$1…@');

/** Names that mean something in a network of one's own only (RFC 6761, 6762, 8375 and custom). */
const privateNames =
	/(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|home\.arpa)$/;

/** Whether a host is a name of the public internet, by its form; an IP address never is. */
export function hasPublicName({ hostname }: URL): boolean {
	const name = hostname.replace(/\.$/, '');
	const isIp = name.startsWith('[') || /^[\d.]+$/.test(name);
	return name.includes('.') && !isIp && !privateNames.test(name);
}
