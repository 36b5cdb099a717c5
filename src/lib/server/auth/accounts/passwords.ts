/** Argon2id with a key that lies outside the database: hashes alone cannot even be guessed at. */
import { hash, verify } from '@node-rs/argon2';
import { createHmac, randomBytes } from 'node:crypto';

/** 19 MiB, two passes, one lane, as OWASP has it; about 30 ms. The library's own choice is Argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Without letters and digits that look alike: these are read off a screen and typed. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const passwordBytes = 10;

export class Passwords {
	readonly #secret: Buffer;
	#decoy: Promise<string> | undefined;

	constructor(readonly serverKey: Buffer) {
		this.#secret = createHmac('sha256', serverKey).update('password').digest();
	}

	hash(password: string): Promise<string> {
		return hash(password.normalize('NFKC'), { ...cost, secret: this.#secret });
	}

	/** Without a hash it takes as long, and is wrong. */
	async verify(passwordHash: string | null, password: string): Promise<boolean> {
		const given = passwordHash ?? (await (this.#decoy ??= this.hash(randomBytes(32).toString('hex'))));
		const isRight = await verify(given, password.normalize('NFKC'), { secret: this.#secret });
		return isRight && passwordHash !== null;
	}

	/** For an account that is made; to be changed at the first sign-in. */
	make(): string {
		return spell(randomBytes(passwordBytes));
	}

	/** A demo account's: the same for this installation each time, and stored nowhere. */
	demoPassword(userName: string): string {
		const mac = createHmac('sha256', this.serverKey).update(`demo account ${userName}`).digest();
		return spell(mac.subarray(0, passwordBytes));
	}
}

/** Five bits a letter, in groups of four. */
function spell(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const letters = bits.match(/.{5}/g) ?? [];
	const text = letters.map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('');
	return text.replace(/.{4}(?=.)/g, '$&-');
}
