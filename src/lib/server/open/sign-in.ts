/** Puts signing in together: its rules (auth/accounts) over its tables (store). */
import { openAccountDesk } from './account-desk.ts';
import type { AccountDesk } from '../auth/accounts/account-desk.ts';
import { SignIn } from '../auth/accounts/sign-in.ts';
import type { Config } from '../config.ts';
import { accountTable } from '../store/accounts.ts';
import type { Sql } from '../store/connect.ts';
import { openSignInDatabase } from '../store/sign-in-adapter.ts';
import { attemptTable } from '../store/sign-in-attempts.ts';
import { sessionTable } from '../store/sessions.ts';
import type { Trail } from '../store/trail/trail.ts';

type Parts = {
	config: Pick<Config, 'origin' | 'city' | 'demo'>;
	sql: Sql;
	/** At which the application connects. */
	databaseUrl: string;
	serverKey: Buffer;
	trail: Pick<Trail, 'recordLook'>;
	onFault: (error: unknown) => void;
};

export type OpenSignIn = { signIn: SignIn; accounts: AccountDesk; close: () => Promise<void> };

export function openSignIn({ config, sql, databaseUrl, serverKey, trail, onFault }: Parts): OpenSignIn {
	const { database, close } = openSignInDatabase(databaseUrl);
	const { origin, city, demo } = config;
	const accounts = accountTable(sql);
	const signIn = new SignIn({
		...{ database, accounts, serverKey, origin, city, demo, onFault },
		record: (viewer, event) => trail.recordLook(sql, viewer, event),
		sessions: sessionTable(sql),
		attempts: attemptTable(sql)
	});
	return { signIn, accounts: openAccountDesk(sql, serverKey, trail), close };
}
