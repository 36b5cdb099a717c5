/** Apart from signing in, so that commands need not load what only a server uses. */
import { AccountDesk } from '../auth/accounts/account-desk.ts';
import { Passwords } from '../auth/accounts/passwords.ts';
import { accountTable } from '../store/accounts.ts';
import type { Sql } from '../store/connect.ts';
import type { Trail } from '../store/trail/trail.ts';

export function openAccountDesk(sql: Sql, serverKey: Buffer, trail: Pick<Trail, 'recordLook'>): AccountDesk {
	return new AccountDesk(accountTable(sql), new Passwords(serverKey), (viewer, event) =>
		trail.recordLook(sql, viewer, event)
	);
}
