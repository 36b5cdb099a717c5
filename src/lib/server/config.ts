import { resolve } from 'node:path';
import { z } from 'zod';

const key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32);

/** Every variable the product reads, with the words that complete "X must be …". */
const VARIABLES = {
	PORT: {
		schema: z.coerce.number().int().min(0).max(65_535).default(3000),
		rule: 'a port number from 0 to 65535'
	},
	HOST: { schema: z.string().default('127.0.0.1'), rule: 'a host name or address' },
	DATABASE_URL: {
		schema: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional(),
		rule: 'an address like postgres://user:password@host:5432/database'
	},
	DENYUT_DATA_DIR: { schema: z.string().default('.data'), rule: 'the path of a folder' },
	DENYUT_PSEUDONYM_KEY: { schema: key.optional(), rule: '32 bytes in base64 (openssl rand -base64 32)' },
	DENYUT_SERVER_KEY: { schema: key.optional(), rule: '32 bytes in base64 (openssl rand -base64 32)' },
	DENYUT_WEBHOOK_HOSTS: {
		schema: z
			.string()
			.regex(/^[A-Za-z0-9.:-]+(\s*,\s*[A-Za-z0-9.:-]+)*$/)
			.optional(),
		rule: 'host names or addresses, separated by commas'
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

export interface Config {
	readonly port: number;
	readonly host: string;
	readonly databaseUrl: string | undefined;
	/** Absolute. */
	readonly dataDir: string;
	readonly pseudonymKey: string | undefined;
	readonly serverKey: string | undefined;
	/** Hosts of webhooks that may lie on this machine or in a private network; lower case. */
	readonly webhookHosts: readonly string[];
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
	return {
		port: read('PORT'),
		host: read('HOST'),
		databaseUrl: read('DATABASE_URL'),
		dataDir: resolve(read('DENYUT_DATA_DIR')),
		pseudonymKey: read('DENYUT_PSEUDONYM_KEY'),
		serverKey: read('DENYUT_SERVER_KEY'),
		webhookHosts: (read('DENYUT_WEBHOOK_HOSTS') ?? '')
			.toLowerCase()
			.split(/\s*,\s*/)
			.filter((host) => host !== ''),
		logLevel: read('DENYUT_LOG_LEVEL'),
		demo: demo === '1' || demo === 'true'
	};
}
