/**
 * Keys of programs: `dk_<id>_<secret>`. The secret is HMAC(server key, id), so the database holds none and a protocol
 * that signs can be served from the id alone.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Party, Role } from '../../domain/role.ts';

export type ApiKey = { id: string; party: Party | null; role: Role | null; facility: string | null };
export type KeyRow = ApiKey & { revokedAt: Date | null };

/** What this asks of the store. */
export type KeyTable = {
	insert: (key: ApiKey & { label: string | null }) => Promise<void>;
	find: (id: string) => Promise<KeyRow | null>;
	revoke: (id: string) => Promise<boolean>;
	/** Those of the ids that were not revoked. */
	findAlive: (ids: readonly string[]) => Promise<string[]>;
};

/** How long a revoked key may still be taken. */
const rememberMs = 1_000;
const tokenPattern = /^dk_([a-z0-9]{16})_([A-Za-z0-9_-]{43})$/;

export class ApiKeys {
	readonly #remembered = new Map<string, { key: KeyRow | null; until: number }>();

	constructor(
		readonly table: KeyTable,
		readonly serverKey: Buffer
	) {}

	/** Returns the only copy of the token. */
	async create(key: Omit<ApiKey, 'id'> & { label?: string }): Promise<string> {
		const id = randomBytes(8).toString('hex');
		await this.table.insert({ ...key, id, label: key.label ?? null });
		return this.tokenOf(id);
	}

	tokenOf(id: string): string {
		return `dk_${id}_${this.#secretOf(id)}`;
	}

	/** Undefined for anything but a key that was made here and not revoked. */
	async find(token: string): Promise<ApiKey | undefined> {
		const [, id, secret] = tokenPattern.exec(token) ?? [];
		if (id === undefined || secret === undefined) return undefined;
		if (!timingSafeEqual(Buffer.from(secret), Buffer.from(this.#secretOf(id)))) return undefined;
		const row = await this.#row(id);
		return row && row.revokedAt === null ? row : undefined;
	}

	/**
	 * For protocols that sign: the key with this id, when `signature` is base64 HMAC-SHA-256 of `text` with the key's
	 * secret, which is what follows its id in the token; the whole token is taken for it too.
	 */
	async findSigner(id: string, text: string, signature: string): Promise<ApiKey | undefined> {
		const given = Buffer.from(signature, 'base64');
		const secrets = [this.#secretOf(id), this.tokenOf(id)];
		const isSigned = secrets.some((secret) =>
			isMac(given, createHmac('sha256', secret).update(text).digest())
		);
		if (!isSigned || !/^[a-z0-9]{16}$/.test(id)) return undefined;
		const row = await this.#row(id);
		return row && row.revokedAt === null ? row : undefined;
	}

	/** For lines that stay open: never out of what is remembered. */
	async findAlive(ids: readonly string[]): Promise<ReadonlySet<string>> {
		return new Set(await this.table.findAlive(ids));
	}

	async revoke(id: string): Promise<boolean> {
		this.#remembered.delete(id);
		return this.table.revoke(id);
	}

	async #row(id: string): Promise<KeyRow | null> {
		const remembered = this.#remembered.get(id);
		if (remembered && remembered.until > Date.now()) return remembered.key;
		const key = await this.table.find(id);
		this.#remembered.set(id, { key, until: Date.now() + rememberMs });
		return key;
	}

	#secretOf(id: string): string {
		return createHmac('sha256', this.serverKey).update(`api key ${id}`).digest('base64url');
	}
}

const isMac = (given: Buffer, right: Buffer) =>
	given.length === right.length && timingSafeEqual(given, right);
