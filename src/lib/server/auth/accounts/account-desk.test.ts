import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../../domain/viewer.ts';
import { AccountDesk, type AccountTable } from './account-desk.ts';

const by: Viewer = { name: 'user:admin', role: 'admin', facility: null };
/** Refused before anything is looked up or stored. */
const desk = new AccountDesk({} as AccountTable, {} as never, () => Promise.resolve(0));

describe('the e-mail address of a new account', () => {
	it.each([
		'sari@dinkes.example,lain@evil.example',
		'sari@dinkes.example;lain@evil.example',
		'<sari@dinkes.example>',
		'sari@dinkes..example'
	])('is not %s: letters could not go there', async (email) => {
		const made = desk.create(by, { name: 'Sari Dewi', userName: 'sari', role: 'planner', email });
		await expect(made).rejects.toMatchObject({ code: 'bad-email' });
	});
});
