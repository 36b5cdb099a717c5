import { describe, expect, it } from 'vitest';
import { reminderText } from './reminders.ts';

const now = '2026-11-23T03:00:00.000Z';

describe('reminderText', () => {
	it('says in both languages when the last report came, in the time of the city', () => {
		const text = reminderText({ name: 'RS Demo 07', lastReportedAt: '2026-11-20T17:05:00.000Z', now });
		expect(text.id).toContain(
			'RS Demo 07: laporan tempat tidur Anda terakhir masuk 2026-11-21 00.05 WIB, 57 jam lalu.'
		);
		expect(text.en).toContain('last arrived on 2026-11-21 00.05 WIB, 57 hours ago.');
		expect(text.id.split('\n')).toHaveLength(text.en.split('\n').length);
	});

	it('says of one that never reported that nothing has come yet', () => {
		const text = reminderText({ name: 'RS Demo 08', lastReportedAt: null, now });
		expect(text.id).toContain('belum pernah masuk.');
		expect(text.en).toContain('has not arrived yet.');
		expect(JSON.stringify(text)).not.toMatch(/null|NaN/);
	});
});
