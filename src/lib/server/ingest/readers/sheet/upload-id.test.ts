import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addressIn, makeUploadId, uploadIdPattern } from './upload-id.ts';

const key = randomBytes(32);
const address = 'http://127.0.0.1:3001';
const whole = new RegExp(`^${uploadIdPattern}$`);

describe('the id of an upload', () => {
	it('says where it lives, to those who have the key', () => {
		const id = makeUploadId(key, address);
		expect(id).toMatch(whole);
		expect(id).not.toContain('3001');
		expect(addressIn(key, id)).toBe(address);
		expect(addressIn(randomBytes(32), id)).toBeNull();
	});

	it('names no address where the process has none', () => {
		const id = makeUploadId(key, null);
		expect(id).toMatch(whole);
		expect(addressIn(key, id)).toBeNull();
	});

	it('that somebody wrote or changed leads nowhere', () => {
		const id = makeUploadId(key, address);
		const changed = id.slice(0, -2) + (id.endsWith('AA') ? 'BB' : 'AA');
		const forged = `${'0'.repeat(32)}.${Buffer.from('"http://evil.example"').toString('base64url')}`;
		for (const one of [changed, forged, `${'0'.repeat(32)}.x`, '']) expect(addressIn(key, one)).toBeNull();
	});
});
