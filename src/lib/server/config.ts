import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { CityConfig, CityRole } from './auth/accounts/city-sign-in.ts';
import { isLoopbackHost } from './auth/loopback.ts';
import { isMailAddress } from '../domain/signal-mail.ts';
import { readSmtpAddress, type SmtpServer } from './smtp-address.ts';

const key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32);
const keyChain = z.string().refine((text) => text.split(',').every((part) => key.safeParse(part).success));

/** Every variable the product reads, with the words that complete "X must be …". */
const VARIABLES = {
	PORT: {
		schema: z.coerce.number().int().min(0).max(65_535).default(3000),
		rule: 'a port number from 0 to 65535'
	},
	HOST: { schema: z.string().default('127.0.0.1'), rule: 'a host name or address' },
	ORIGIN: {
		schema: z
			.url({ protocol: /^https?$/, hostname: /.+/ })
			.refine((text) => /^https?:\/\/[^/?#@]+\/?$/i.test(text))
			.optional(),
		rule: 'the address that people open, such as https://denyut.example, without a path'
	},
	DENYUT_TRUSTED_PROXY: {
		schema: z
			.string()
			.refine((text) => text.split(',').every((part) => isIP(part.trim()) !== 0))
			.optional(),
		rule: 'the addresses of the proxies before this server, separated by commas'
	},
	DATABASE_URL: {
		schema: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional(),
		rule: 'an address like postgres://user:password@host:5432/database'
	},
	DENYUT_DATA_DIR: { schema: z.string().default('.data'), rule: 'the path of a folder' },
	DENYUT_PSEUDONYM_KEY: {
		schema: keyChain.optional(),
		rule: '32 bytes in base64 (openssl rand -base64 32), after a change of the key several, separated by commas'
	},
	DENYUT_SERVER_KEY: { schema: key.optional(), rule: '32 bytes in base64 (openssl rand -base64 32)' },
	DENYUT_TRAIL_KEY: { schema: key.optional(), rule: '32 bytes in base64 (openssl rand -base64 32)' },
	DENYUT_LETTER_KEY: { schema: key.optional(), rule: '32 bytes in base64 (openssl rand -base64 32)' },
	DENYUT_TRAIL_ANCHOR_DIR: { schema: z.string().optional(), rule: 'the path of a folder' },
	DENYUT_WEBHOOK_HOSTS: {
		schema: z
			.string()
			.regex(/^[A-Za-z0-9.:-]+(\s*,\s*[A-Za-z0-9.:-]+)*$/)
			.optional(),
		rule: 'host names or addresses, separated by commas'
	},
	DENYUT_SMTP_URL: {
		schema: z
			.string()
			.refine((text) => readSmtpAddress(text) !== null)
			.optional(),
		rule: 'the address of a mail server, such as smtps://user:password@mail.example:465 or smtp://mail.example:587'
	},
	DENYUT_MAIL_FROM: {
		schema: z
			.string()
			.refine((text) => senderOf(text) !== null)
			.optional(),
		rule: 'an e-mail address, or a name with one: Denyut <denyut@dinkes.example>'
	},
	DENYUT_OIDC_ISSUER: {
		schema: z
			.url({ protocol: /^https?$/, hostname: /.+/ })
			.refine((text) => text.startsWith('https:') || isLoopbackHost(new URL(text).host))
			.optional(),
		rule: 'the https address of the city’s sign-in, as its own description names it'
	},
	DENYUT_OIDC_CLIENT_ID: { schema: z.string().optional(), rule: 'a text' },
	DENYUT_OIDC_CLIENT_SECRET: { schema: z.string().optional(), rule: 'a text' },
	DENYUT_OIDC_ROLE_CLAIM: { schema: z.string().default('groups'), rule: 'the name of a claim' },
	DENYUT_OIDC_ROLES: {
		schema: z
			.string()
			.refine((text) => cityRoles(text) !== null)
			.default(''),
		rule: 'pairs like bappeda=executive, dinkes=planner (verifier and finance too; admin and hospital are made here)'
	},
	DENYUT_LOG_LEVEL: {
		schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
		rule: 'trace, debug, info, warn, error, fatal or silent'
	},
	DENYUT_DEMO: {
		schema: z.enum(['0', '1', 'true', 'false']).default('0'),
		rule: '1 (the data are a demo) or 0'
	}
} as const;

type Name = keyof typeof VARIABLES;
type Values = { readonly [K in Name]: z.infer<(typeof VARIABLES)[K]['schema']> };

export type MailConfig = {
	server: SmtpServer;
	from: { name: string; address: string };
	/** Letters lead there. */
	origin: string;
};

export interface Config {
	readonly port: number;
	readonly host: string;
	/** What people open, as a browser writes it; its host is answered beside this machine's own names. */
	readonly origin: string | undefined;
	/** Addresses of proxies that tell a visitor's address truly. */
	readonly trustedProxies: readonly string[];
	readonly databaseUrl: string | undefined;
	/** Absolute. */
	readonly dataDir: string;
	readonly pseudonymKey: string | undefined;
	readonly serverKey: string | undefined;
	readonly trailKey: string | undefined;
	readonly letterKey: string | undefined;
	/** A second place for the anchors of the trail, such as a folder that is written once. Absolute. */
	readonly trailAnchorDir: string | undefined;
	/** Hosts of webhooks that may lie on this machine or in a private network; lower case. */
	readonly webhookHosts: readonly string[];
	/** How letters go out; undefined where none do. */
	readonly mail: MailConfig | undefined;
	/** The city's own sign-in; undefined where there is none. */
	readonly city: CityConfig | undefined;
	readonly logLevel: string;
	readonly demo: boolean;
}

/** @throws one sentence that names the variable; its value is not repeated, since it may be a secret. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
	const read = <N extends Name>(name: N): Values[N] => {
		// `PORT= npm start` and an empty line in a compose file mean "not set".
		const raw = env[name]?.trim() === '' ? undefined : env[name]?.trim();
		const result = VARIABLES[name].schema.safeParse(raw);
		if (!result.success) throw new Error(`${name} must be ${VARIABLES[name].rule}.`);
		return result.data as Values[N];
	};
	const demo = read('DENYUT_DEMO');
	const origin = read('ORIGIN');
	const anchorDir = read('DENYUT_TRAIL_ANCHOR_DIR');
	return {
		port: read('PORT'),
		host: read('HOST'),
		origin: origin && new URL(origin).origin,
		trustedProxies: listOf(read('DENYUT_TRUSTED_PROXY')),
		databaseUrl: read('DATABASE_URL'),
		dataDir: resolve(read('DENYUT_DATA_DIR')),
		pseudonymKey: read('DENYUT_PSEUDONYM_KEY'),
		serverKey: read('DENYUT_SERVER_KEY'),
		trailKey: read('DENYUT_TRAIL_KEY'),
		letterKey: read('DENYUT_LETTER_KEY'),
		trailAnchorDir: anchorDir && resolve(anchorDir),
		webhookHosts: listOf(read('DENYUT_WEBHOOK_HOSTS')),
		mail: readMail(read),
		city: readCity(read),
		logLevel: read('DENYUT_LOG_LEVEL'),
		demo: demo === '1' || demo === 'true'
	};
}

function listOf(text: string | undefined): string[] {
	return (text ?? '')
		.toLowerCase()
		.split(/\s*,\s*/)
		.filter((part) => part !== '');
}

const namedAddress = /^([^<>"\p{Cc}]*)<([^<>]*)>$/u;

/** @returns null for what is neither an address nor a name with one */
function senderOf(text: string): MailConfig['from'] | null {
	const [, name = '', address = text] = namedAddress.exec(text) ?? [];
	return isMailAddress(address) ? { name: name.trim(), address } : null;
}

type Read = <N extends Name>(name: N) => Values[N];

/** @throws where one of the two is set and the other or ORIGIN is not */
function readMail(read: Read): MailConfig | undefined {
	const server = readSmtpAddress(read('DENYUT_SMTP_URL') ?? '');
	const from = senderOf(read('DENYUT_MAIL_FROM') ?? '');
	const origin = read('ORIGIN');
	if (server === null && from === null) return undefined;
	if (server === null || from === null || origin === undefined)
		throw new Error(
			'DENYUT_SMTP_URL and DENYUT_MAIL_FROM belong together and need ORIGIN, where the letters lead: set all three or neither of the two.'
		);
	return { server, from, origin: new URL(origin).origin };
}

const cityRoleNames: readonly CityRole[] = ['executive', 'planner', 'verifier', 'finance'];

/** @returns null where a pair cannot be read or names another role */
function cityRoles(text: string): Map<string, CityRole> | null {
	const roles = new Map<string, CityRole>();
	for (const pair of text.split(',').filter((one) => one.trim() !== '')) {
		const at = pair.lastIndexOf('=');
		const role = cityRoleNames.find((name) => name === pair.slice(at + 1).trim());
		const group = pair.slice(0, Math.max(at, 0)).trim();
		if (role === undefined || group === '') return null;
		roles.set(group, role);
	}
	return roles;
}

/** @throws where some of the three are set and others are not */
function readCity(read: Read): CityConfig | undefined {
	const roles = cityRoles(read('DENYUT_OIDC_ROLES')) ?? new Map<string, CityRole>();
	const issuer = read('DENYUT_OIDC_ISSUER');
	const clientId = read('DENYUT_OIDC_CLIENT_ID');
	const clientSecret = read('DENYUT_OIDC_CLIENT_SECRET');
	const given = [issuer, clientId, clientSecret].filter((value) => value !== undefined);
	if (given.length === 0) return undefined;
	if (issuer === undefined || clientId === undefined || clientSecret === undefined)
		throw new Error(
			'DENYUT_OIDC_ISSUER, DENYUT_OIDC_CLIENT_ID and DENYUT_OIDC_CLIENT_SECRET belong together: set all three or none.'
		);
	return { issuer, clientId, clientSecret, roleClaim: read('DENYUT_OIDC_ROLE_CLAIM'), roles };
}
