/** Where letters are handed over: a mail server's address, as it is configured. */
import { isLoopbackHost } from './auth/loopback.ts';

export type SmtpServer = {
	host: string;
	port: number;
	/** Encrypted from the first byte. */
	secure: boolean;
	/** Else by STARTTLS, without which nothing is handed over; to this machine itself without encryption. */
	requireTLS: boolean;
	auth?: { user: string; pass: string };
};

const ports = { 'smtp:': 587, 'smtps:': 465 } as const;

/** @returns null for what is no such address. Options in it are none of ours: nothing there may switch encryption off. */
export function readSmtpAddress(text: string): SmtpServer | null {
	if (!URL.canParse(text)) return null;
	const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
	if (protocol !== 'smtp:' && protocol !== 'smtps:') return null;
	if (hostname === '' || (pathname !== '' && pathname !== '/') || search !== '' || hash !== '') return null;
	const [user, pass] = [decoded(username), decoded(password)];
	if (user === null || pass === null) return null;
	const secure = protocol === 'smtps:';
	return {
		host: hostname.replace(/^\[(.*)\]$/, '$1'),
		port: port === '' ? ports[protocol] : Number(port),
		...{ secure, requireTLS: !secure && !isLoopbackHost(hostname) },
		...(user !== '' && { auth: { user, pass } })
	};
}

function decoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}
