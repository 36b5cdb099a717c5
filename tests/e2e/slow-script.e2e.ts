/** A page whose script comes late, or never: what was typed meanwhile stays, and a form that is sent twice makes one thing. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test, type City } from './city.ts';
import { closeAll, openDesk } from './desks.ts';
import { rsud } from './fixture-events.ts';
import { holdScripts } from './hold-scripts.ts';

/** Serial 0000: no person has such a NIK. */
const nik = '3275015203890000';

/** A reload would lose it: what follows was done by the page's script. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { isSamePage: true }));
const isMarked = (page: Page) => page.evaluate(() => 'isSamePage' in window);

test('what a clerk types before the script comes is still there when it has come, and is what is sent', async ({
	browser,
	city
}) => {
	await city.postMembers([{ nik, segment: 'general', registerStatus: 'active', kecamatan: '32.75.01' }]);
	const clerk = await openDesk(browser, city, { role: 'hospital', locale: 'en' });
	const release = await holdScripts(clerk);
	await clerk.goto('/eligibility', { waitUntil: 'commit' });
	const referral = clerk.getByLabel('Number of the puskesmas referral');
	const service = clerk.getByRole('combobox', { name: 'Service' });
	await clerk.getByLabel('NIK on the card (16 digits)').pressSequentially(nik);
	await referral.pressSequentially('R-LATE');
	await service.selectOption('dialysis');
	await mark(clerk);
	await release(referral);
	await expect(referral).toHaveValue('R-LATE');
	await expect(service).toHaveValue('dialysis');
	await expect(clerk.getByLabel('NIK on the card (16 digits)')).toHaveValue(nik);
	await clerk.getByRole('button', { name: 'Check', exact: true }).click();
	await expect(clerk.getByRole('heading', { level: 1 })).toContainText('Covered.');
	expect(await isMarked(clerk), 'answered by the script, without a new page').toBe(true);
	await expect(referral).toHaveValue('R-LATE');
	await expect(service).toHaveValue('dialysis');
	await closeAll([clerk]);
});

test('a complaint that is typed before the script comes is not lost, and an account’s name neither', async ({
	browser,
	city
}) => {
	const anybody = await openDesk(browser, city, { role: 'public', locale: 'en' });
	const letGo = await holdScripts(anybody);
	await anybody.goto('/report', { waitUntil: 'commit' });
	const story = anybody.getByLabel(/^Tell it/);
	await story.pressSequentially('I was sent home.');
	await anybody.getByLabel('Facility').selectOption(rsud);
	await letGo(anybody.getByLabel('Telephone or e-mail, if you want to be reached'));
	await expect(story).toHaveValue('I was sent home.');
	await expect(anybody.getByLabel('Facility')).toHaveValue(rsud);

	const admin = await openDesk(browser, city, { role: 'admin', locale: 'en' });
	const release = await holdScripts(admin);
	await admin.goto('/accounts', { waitUntil: 'commit' });
	const name = admin.getByRole('textbox', { name: 'Full name' });
	await name.pressSequentially('Sari Dewi');
	await release(name);
	await expect(name).toHaveValue('Sari Dewi');
	// The page's own word still counts: what was made leaves the form empty.
	await admin.getByRole('button', { name: /^Make/ }).click();
	await expect(admin.getByRole('region', { name: /password/i })).toBeVisible();
	await expect(name).toHaveValue('');
	await closeAll([anybody, admin]);
});

test('a scenario’s name and a ticked service of before the script are still there when it has come', async ({
	browser,
	city
}) => {
	const planner = await openDesk(browser, city, { role: 'planner', locale: 'en' });
	const release = await holdScripts(planner);
	await planner.goto('/budget/next-year', { waitUntil: 'commit' });
	const ambulance = planner.getByRole('checkbox', { name: 'Ambulance' });
	await ambulance.check();
	await release(ambulance);
	await expect(ambulance).toBeChecked();
	await closeAll([planner]);
});

/** The page as a browser without a script has it, and what its form says under a name. */
async function bare(page: Page, path: string) {
	const html = await (await page.request.get(path)).text();
	const valueOf = (name: string) =>
		new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? `no ${name} on ${path}`;
	return { html, valueOf };
}

/** The same form twice, at once, as a finger that taps twice sends it. */
async function sendTwice(context: BrowserContext, city: City, path: string, form: Record<string, string>) {
	const headers = { origin: city.origin, accept: 'text/html' };
	const post = () => context.request.post(path, { form, headers });
	const answers = await Promise.all([post(), post()]);
	return Promise.all(
		answers.map(async (one) => ({ status: one.status(), url: one.url(), html: await one.text() }))
	);
}

test('without a script, a form sent twice makes one key, one account, one letter and one complaint', async ({
	browser,
	city
}) => {
	await city.postMembers([{ nik, segment: 'general', registerStatus: 'active', kecamatan: '32.75.01' }]);
	const clerk = await openDesk(browser, city, { role: 'hospital', locale: 'en' });
	const connect = await bare(clerk, '/connect');
	const keys = await sendTwice(clerk.context(), city, `/connect?facility=${rsud}&/make`, {
		...{ once: connect.valueOf('once'), facility: rsud, label: 'SIMRS twice' }
	});
	const tokens = keys.map(({ html }) => /dk_[A-Za-z0-9_-]{20,}/.exec(html)?.[0]);
	expect(tokens[0]).toBeDefined();
	expect(tokens[1]).toBe(tokens[0]);
	await clerk.goto('/connect');
	await expect(clerk.getByRole('cell', { name: 'SIMRS twice' })).toHaveCount(1);

	const card = await bare(clerk, '/eligibility');
	const letters = await sendTwice(clerk.context(), city, '/eligibility?/issue&kind=member', {
		...{
			key: card.valueOf('key'),
			kind: 'member',
			nik,
			service: 'outpatient',
			emergency: '',
			referral: 'R-TWICE'
		}
	});
	const [first, second] = letters.map(({ url }) => /SJP-[\w-]+/.exec(url)?.[0]);
	expect(first).toBeDefined();
	expect(second).toBe(first);

	const admin = await openDesk(browser, city, { role: 'admin', locale: 'en' });
	const accounts = await bare(admin, '/accounts');
	const made = await sendTwice(admin.context(), city, '/accounts?/make', {
		...{ once: accounts.valueOf('once'), name: 'Putri Kembar', role: 'planner', facility: '', email: '' },
		userName: ''
	});
	expect(made.map(({ status }) => status)).toEqual([200, 200]);
	await admin.goto('/accounts?text=putri.kembar');
	await expect(admin.locator('a[href^="/accounts/putri.kembar"]')).toHaveCount(1);

	const anybody = await openDesk(browser, city, { role: 'public', locale: 'en' });
	const report = await bare(anybody, '/report');
	const today = await clerk.evaluate(() => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10));
	const told = await sendTwice(anybody.context(), city, '/report?/tell', {
		...{ once: report.valueOf('once'), facility: rsud, kind: 'quota', happenedOn: today },
		...{ story: 'They said that the quota of the day was used up.', chargedRupiah: '', contact: '' }
	});
	const receipts = told.map(({ html }) => /L-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(html)?.[0]);
	expect(receipts[0]).toBeDefined();
	expect(receipts[1]).toBe(receipts[0]);
	await closeAll([clerk, admin, anybody]);
});
