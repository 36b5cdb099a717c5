import { createServer } from 'node:net';
import postgres from 'postgres';

/** A port of the loopback that nobody listens on now. */
export function findFreePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}

export function isFreePort(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

function connectOnce(url: string) {
	return postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
}

/** False also when something answers that does not know this password: then it is not this database. */
export async function answersAt(url: string): Promise<boolean> {
	const sql = connectOnce(url);
	try {
		await sql`select 1`;
		return true;
	} catch {
		return false;
	} finally {
		await sql.end();
	}
}

export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
	const sql = connectOnce(adminUrl);
	try {
		const found = await sql`select 1 from pg_database where datname = ${name}`;
		if (found.length === 0) await sql`create database ${sql(name)}`;
	} finally {
		await sql.end();
	}
}
