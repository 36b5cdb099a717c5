/** Six hundred bills with defects by plan, judged by the audit, and the Claims page that shows them: what its tests share. */
import pino from 'pino';
import { afterAll, beforeAll, expect } from 'vitest';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { createGenerator } from '../../src/lib/analytics/stats/generator.ts';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { ClaimsView } from '../../src/lib/protocol/views/claims.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { desk } from './claim-desk-city.ts';
import { claim, member, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

export const clock = () => new Date('2026-11-22T05:00:00Z');
export const year = 2026;
export let city: IngestCity;
export let view: ClaimsView;

export const codes = hospitals.slice(0, 8).map(({ code }) => code);
const nikOf = (person: number) =>
	`327501${String(1 + (person % 28)).padStart(2, '0')}${String(1 + (person % 12)).padStart(2, '0')}${String(70 + (person % 20)).padStart(2, '0')}0000`;
const at = (day: string) => `${day}T03:00:00Z`;

/** Bills with defects by plan: every 20th twice, every 9th without referral, every 7th of somebody whom JKN pays for. */
function events() {
	const draw = createGenerator(7);
	const visits: unknown[] = [];
	const claims: unknown[] = [];
	for (let n = 0; n < 600; n++) {
		const facility = codes[n % codes.length] ?? '';
		const served = addDays('2026-01-10', n % 240);
		const isBypass = n % 9 === 0;
		const nik = nikOf(n % 300);
		const price = Math.round(900_000 * Math.exp(0.12 * draw.normal()) * (n % codes.length === 3 ? 1.5 : 1));
		visits.push(
			visit(
				`v${n}`,
				{
					visit: `V${n}`,
					nik,
					arrivedAt: at(served),
					diagnoses: [isBypass ? 'J02.9' : 'I50.0'],
					referral: isBypass ? null : `R${n}`,
					emergency: false
				},
				{ subject: facility, time: at(served), recordedtime: at(served) }
			)
		);
		const base = {
			claim: `C${n}`,
			visit: `V${n}`,
			nik,
			service: 'outpatient',
			diagnoses: [isBypass ? 'J02.9' : 'I50.0'],
			serviceFrom: served,
			serviceTo: served,
			billedRupiah: price
		};
		const steps: [string, number, object][] = [['submitted', 10, {}]];
		if (n % 11 === 0) steps.push(['returned', 16, {}], ['submitted', 20, {}]);
		const verifiedRupiah = n % 4 === 0 ? Math.round(price * 0.9) : price;
		if (n % 5 !== 0) steps.push(['verified', 25, { verifiedRupiah }]);
		if (n % 5 > 1) steps.push(['approved', 28, { verifiedRupiah, approvedRupiah: verifiedRupiah }]);
		if (n % 5 > 2)
			steps.push([
				'paid',
				35 + (n % 17),
				{ verifiedRupiah, approvedRupiah: verifiedRupiah, paidRupiah: verifiedRupiah }
			]);
		for (const copy of n % 20 === 0 ? ['', 'D'] : [''])
			steps.forEach(([state, days, amounts], step) => {
				const day = addDays(served, days);
				claims.push(
					claim(
						`c${n}${copy}-${step}`,
						{ ...base, claim: `C${n}${copy}`, state, ...amounts },
						{ subject: facility, time: at(day), recordedtime: at(day) }
					)
				);
			});
	}
	const members = Array.from({ length: 300 }, (_, n) =>
		member(
			`m${n}`,
			{ nik: nikOf(n), jkn: n % 7 === 0 ? 'pbi-apbn' : 'none' },
			{ time: at('2025-06-01'), recordedtime: at('2025-06-01') }
		)
	);
	return [...members, ...visits, ...claims];
}

export const load = (
	query: Partial<Record<'asOf' | 'year' | 'facility' | 'stage' | 'show' | 'page', string>> = {}
) =>
	city.app.servicesFor(desk.verifier).claims.load(desk.verifier, {
		...{ asOf: null, year: null, facility: null, stage: null, show: null, page: null },
		...query
	});

/** To be called by each file: the city, and the page as a verifier first opens it. */
export function useClaimsPage(): void {
	beforeAll(async () => {
		city = await openCity({ clock });
		const all = events();
		for (let start = 0; start < all.length; start += 1_000) {
			const answer = await city.app.ingest.submit(senders.importer, all.slice(start, start + 1_000));
			expect(answer.errors).toEqual([]);
		}
		await judgeDue(city.app.sql, clock());
		const audit = new ClaimAudit({
			...{ sql: city.app.sql, clock, log: pino({ level: 'silent' }), lastChange: () => 0 },
			audit: (input) => Promise.resolve(auditDesk(input))
		});
		await audit.refresh();
		view = await load();
	}, 60_000);
	afterAll(() => city.close());
}
