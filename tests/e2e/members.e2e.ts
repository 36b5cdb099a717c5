import { expect, speak, test } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const nikOf = (n: number) =>
	`32750${1 + (n % 9)}${String(1 + (n % 28)).padStart(2, '0')}0${1 + (Math.floor(n / 28) % 9)}900000`;
const people = Array.from({ length: 60 }, (_, n) => n);
const cards = ['nik,family', ...people.map((n) => `${nikOf(n)},327501${800_000 + Math.floor(n / 3)}0000`)];
const register = [
	'nik,kecamatan,status,ektp',
	...people.map((n) => `${nikOf(n)},32.75.01,${n < 20 ? 'moved' : 'active'},1`)
];

test('a planner sees whose card does not count, and who they are, after a register was read', async ({
	page,
	city
}) => {
	const key = await city.partyKey('register');
	const send = async (source: string, lines: readonly string[]) => {
		const response = await fetch(`${city.origin}/api/v1/register/${source}?mode=snapshot`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}` },
			body: lines.join('\n')
		});
		expect(response.status).toBe(200);
	};
	await send('dinsos', cards);
	await speak(page, city.origin, 'en');
	await page.goto('/members');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('60 people have a card');
	// The open page moves by itself.
	await send('dukcapil', register);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('the cards of 20 of them', {
		timeout: 20_000
	});
	await page.getByRole('link', { name: 'Moved away' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('20 people: Moved away.');
	await expect(page.getByRole('rowheader').first()).toHaveText(/^ ?[0-9a-f]{8}$/);
	for (const width of [360, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await expectOpenToAll(page);
	}
	await page.setViewportSize({ width: 360, height: 900 });
	await page.goto('/members');
	await page.waitForLoadState('networkidle');
	await expectOpenToAll(page);
});

test.describe('somebody who sees totals only', () => {
	test.use({ role: 'executive' });
	test('finds no list of people', async ({ page }) => {
		await page.goto('/members');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(page.locator('a[href*="/members/people"]')).toHaveCount(0);
		const response = await page.goto('/members/people?reason=moved');
		expect(response?.status()).toBe(403);
	});
});
