/** One patient's way through the programme, from the counter to the payment, at the desks of five roles. */
import type { Page } from '@playwright/test';
import { jakartaDay } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import { formatDayShort, formatRupiah } from '../../src/lib/i18n/format.ts';
import { beginningOf, expect, test } from './city.ts';
import { closeAll, openDesk, said, wordsOfArea } from './desks.ts';
import { rsud } from './fixture-events.ts';

/** Serial 0000: no person has such a NIK. */
const nik = '3275025507880000';
const claim = 'KLAIM-SATU-JALAN';
const visit = 'KUNJUNGAN-SATU-JALAN';
const path = `/claims/${rsud}/${claim}`;
const reason = 'Obat di luar formularium dipotong';
const billed = { kamar: 1_000_000, obat: 2_345_678 };
const allowed = { kamar: 1_000_000, obat: 2_000_001 };
const sumOf = (items: typeof billed) => items.kamar + items.obat;
const desk = wordsOfArea('id', 'claims');
const counter = wordsOfArea('id', 'sjp');

function told(type: 'visit' | 'claim', data: Record<string, unknown>) {
	return {
		specversion: '1.0' as const,
		id: `${type}-one-way`,
		source: '/simrs/e2e',
		type: `id.denyut.${type}.v1` as const,
		time: new Date(Date.now() - 1_000).toISOString(),
		data: { nik, visit, service: 'inpatient-3', diagnoses: ['A91'], ...data } as never
	};
}

const treated = () =>
	told('visit', { kecamatan: '32.75.02', arrivedAt: new Date(Date.now() - 60_000).toISOString() });

function billOf(letter: string) {
	const day = jakartaDay(new Date());
	return told('claim', {
		...{ claim, letter, state: 'submitted', serviceFrom: day, serviceTo: day },
		...{ items: billed, billedRupiah: sumOf(billed) }
	});
}

/** @returns the number of the letter that the hospital's counter got. */
async function getLetter(clerk: Page): Promise<string> {
	await clerk.getByLabel(counter('nik')).fill(nik);
	await clerk.getByRole('combobox', { name: counter('service') }).selectOption('inpatient-3');
	await clerk.getByRole('button', { name: counter('check'), exact: true }).click();
	await expect(clerk.getByRole('heading', { level: 1 })).toHaveText('Tidak ditanggung.');
	await clerk.getByLabel(counter('referral')).fill('R-2026-SATU-JALAN');
	await clerk.getByRole('button', { name: counter('check'), exact: true }).click();
	await clerk.getByRole('button', { name: counter('issue') }).click();
	await expect(clerk).toHaveURL(/\/sjp\/SJP-/);
	return decodeURIComponent(new URL(clerk.url()).pathname.split('/').at(-1) ?? '');
}

/** What the Budget page says was paid: the whole figure stands on hover. */
async function readPaid(budget: Page): Promise<number> {
	const tile = budget.getByRole('button', {
		name: new RegExp(`^${wordsOfArea('id', 'budget')('tile_paid')}`)
	});
	const whole = (await tile.locator('[title^="Rp"]').first().getAttribute('title')) ?? '';
	return Number(whole.replace(/\D/g, ''));
}

test('from a card at the counter to the money: letter, visit, claim, correction, approval, payment', async ({
	browser,
	city
}) => {
	test.setTimeout(120_000);
	await city.postMembers([{ nik, segment: 'general', registerStatus: 'active', kecamatan: '32.75.02' }]);
	const open = (role: Role, at: string) => openDesk(browser, city, { role, path: at });

	const hospital = await open('hospital', '/eligibility');
	const letter = await getLetter(hospital);
	await city.post([treated(), billOf(letter)]);

	const verifier = await open('verifier', path);
	await expect(verifier.getByText(letter)).toBeVisible();
	await verifier.getByLabel(new RegExp(`^${desk('item_obat')}`)).fill(String(allowed.obat));
	await verifier.getByLabel(desk('decide_reason')).fill(reason);
	await verifier.getByRole('button', { name: desk('move_verify'), exact: true }).click();
	await expect(said(verifier)).toContainText(beginningOf(desk('said_done')));

	const budget = await open('planner', '/budget');
	const before = await readPaid(budget);
	const planner = await open('planner', path);
	await planner.getByRole('button', { name: desk('move_approve'), exact: true }).click();
	await expect(said(planner)).toContainText(beginningOf(desk('said_done')));
	expect(await readPaid(budget), 'approved is not paid').toBe(before);

	const finance = await open('finance', '/claims');
	await finance.getByRole('checkbox', { name: claim }).check();
	await finance.getByRole('button', { name: desk('queue_pay') }).click();
	await expect(said(finance)).toContainText(beginningOf(desk('said_paid')));

	// Nobody touches this tab: it moves by itself.
	await expect.poll(() => readPaid(budget), { timeout: 20_000 }).toBe(before + sumOf(allowed));

	await hospital.goto('/claims');
	const line = hospital.getByRole('listitem').filter({ hasText: claim });
	await expect(line).toContainText(desk('state_paid'));
	await expect(line).toContainText(formatDayShort('id', new Date()));
	await expect(line.getByTitle(formatRupiah('id', sumOf(allowed)), { exact: true })).toBeVisible();
	await expect(line).toContainText(reason);
	await closeAll([hospital, verifier, budget, planner, finance]);
});
