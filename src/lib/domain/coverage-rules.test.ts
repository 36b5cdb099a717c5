import { describe, expect, it } from 'vitest';
import {
	coverageRules,
	findCoverageRules,
	judgeCoverage,
	type CoverageFacts,
	type CoverageQuestion
} from './coverage-rules.ts';
import { expectedSyncDays, registerSources, type ValidityReason } from './membership-validity.ts';
import { addDays, jakartaDay } from './period.ts';
import { services } from './service.ts';

const early = '2018-03-05';
const late = '2026-11-22';
const facts = (day: string, reasons: ValidityReason[] = [], isMember = true): CoverageFacts => ({
	validity: { isMember, reasons },
	heardOn: { dukcapil: day, dinsos: day, jkn: day }
});
const ask = (question: Partial<CoverageQuestion>, known?: CoverageFacts) => {
	const day = question.day ?? late;
	return judgeCoverage(
		{
			...{
				day,
				service: 'outpatient',
				facility: 'hospital',
				referral: 'fresh',
				emergency: null,
				ektp: 'same'
			},
			...question
		},
		known ?? facts(day)
	);
};

describe('the versions of the rules', () => {
	it('follow each other without a gap and without an overlap, the last one open', () => {
		for (const [index, rules] of coverageRules.entries()) {
			const next = coverageRules[index + 1];
			expect(rules.until === null ? undefined : addDays(rules.until, 1)).toBe(next?.from);
		}
	});

	it.each([
		['2016-12-31', undefined],
		['2017-01-01', '2017-01'],
		['2018-07-31', '2017-01'],
		['2018-08-01', '2018-08'],
		['2026-11-22', '2018-08']
	])('on %s is %s', (day, version) => expect(findCoverageRules(day)?.version).toBe(version));

	it.each([
		['2018-07-31T16:59:59.999Z', '2017-01', 'covered'],
		['2018-07-31T17:00:00.000Z', '2018-08', 'not-covered']
	])('change at midnight in Jakarta: %s is %s', (moment, ruleVersion, outcome) => {
		const day = jakartaDay(new Date(moment));
		expect(ask({ day, referral: 'none' })).toMatchObject({ ruleVersion, outcome });
	});

	it('cover nothing before there was a programme', () => {
		expect(ask({ day: '2016-12-31' })).toMatchObject({
			...{ outcome: 'not-covered', reasons: ['before-programme'], ruleVersion: null }
		});
	});
});

describe('a good card', () => {
	const table: [Partial<CoverageQuestion>, string, string][] = [
		[{}, 'covered', 'covered'],
		[{ referral: 'none' }, 'covered', 'referral-missing'],
		[{ referral: 'used' }, 'covered', 'referral-used'],
		[{ referral: 'none', emergency: true }, 'covered', 'referral-missing'],
		[{ referral: 'used', emergency: true }, 'covered', 'referral-used'],
		[{ referral: 'none', emergency: false }, 'covered', 'referral-missing'],
		[{ referral: 'none', facility: 'puskesmas' }, 'covered', 'covered'],
		[{ referral: 'none', facility: 'clinic' }, 'covered', 'covered'],
		[{ service: 'emergency', referral: 'none', emergency: true }, 'covered', 'covered'],
		[{ service: 'emergency', referral: 'none', emergency: false }, 'covered', 'no-emergency'],
		[{ service: 'emergency', referral: 'fresh', emergency: false }, 'covered', 'no-emergency'],
		[{ service: 'emergency', referral: 'none' }, 'covered', 'unknown'],
		[{ service: 'inpatient-3', referral: 'none' }, 'covered', 'referral-missing'],
		[{ service: 'inpatient-3' }, 'covered', 'covered'],
		[{ service: 'inpatient-2' }, 'class-above-3', 'class-above-3'],
		[{ service: 'inpatient-1' }, 'class-above-3', 'class-above-3'],
		[{ service: 'vip', emergency: true }, 'class-above-3', 'class-above-3'],
		[{ service: 'dialysis', referral: 'used' }, 'covered', 'referral-used'],
		[{ service: 'icu', referral: 'none', emergency: true }, 'covered', 'covered'],
		[{ ektp: 'unread' }, 'covered', 'covered'],
		[{ ektp: 'differs' }, 'covered', 'ektp-differs']
	];
	const said = (question: Partial<CoverageQuestion>) => {
		const { outcome, reasons } = ask(question);
		return reasons.length > 0 ? reasons.join() : outcome;
	};
	it.each(table)('%o is %s before August 2018, %s since', (question, before, since) => {
		expect(said({ ...question, day: early })).toBe(before);
		expect(said({ ...question, day: late })).toBe(since);
	});

	it('is told to be compared with the e-KTP where that was not read, since the rules ask for it', () => {
		const noted = (question: Partial<CoverageQuestion>) => ask({ ektp: 'unread', ...question }).notes;
		expect(noted({})).toEqual(['ektp-unread']);
		expect(noted({ ektp: 'same' })).toEqual([]);
		expect(noted({ day: early }), 'nobody compared then').toEqual([]);
		expect(noted({ service: 'vip' }), 'refused already').toEqual([]);
	});

	it('is covered for every service of the programme', () => {
		for (const { id } of services) expect(ask({ service: id, emergency: true }).outcome, id).toBe('covered');
	});
});

/** What each version of the rules says of each service, without a referral: an emergency, no emergency, and nothing said. */
describe('the referral and the emergency', () => {
	const words = {
		before: ['covered', 'covered', 'covered'],
		exempt: ['covered', 'referral-missing', 'referral-missing'],
		referred: ['referral-missing', 'referral-missing', 'referral-missing'],
		ward: ['covered', 'no-emergency', 'unknown']
	} as const;
	const table = [
		['outpatient', 'before', 'referred'],
		['dialysis', 'before', 'referred'],
		['ambulance', 'before', 'referred'],
		['emergency', 'before', 'ward'],
		['inpatient-3', 'before', 'exempt'],
		['icu', 'before', 'exempt'],
		['picu', 'before', 'exempt'],
		['nicu', 'before', 'exempt']
	] as const;
	/** The last and the first instant of a day in Jakarta, on both sides of each change of the rules, and today. */
	const moments = [
		['2017-01-01T00:00:00+07:00', 0],
		['2018-03-05T12:00:00+07:00', 0],
		['2018-07-30T23:59:59.999+07:00', 0],
		['2018-07-31T00:00:00+07:00', 0],
		['2018-07-31T16:59:59.999Z', 0],
		['2018-07-31T17:00:00.000Z', 1],
		['2018-08-01T23:59:59.999+07:00', 1],
		['2026-11-22T00:00:00+07:00', 1]
	] as const;

	it('tells every service', () => {
		expect(table.map(([service]) => service).sort()).toEqual(services.map(({ id }) => id).sort());
	});

	it.each(
		table.flatMap(([service, before, since]) =>
			moments.map(([moment, version]) => [service, moment, words[version === 0 ? before : since]] as const)
		)
	)('%s at %s: emergency, none, unsaid → %j', (service, moment, expected) => {
		const day = jakartaDay(new Date(moment));
		const said = [true, false, null].map((emergency) => {
			const { outcome, reasons } = ask({ day, service, emergency, referral: 'none' });
			return reasons.length > 0 ? reasons.join() : outcome;
		});
		expect(said).toEqual(expected);
	});

	it('ask no primary care for a referral, whatever the service and the version', () => {
		for (const { id } of services)
			for (const day of [early, late])
				for (const facility of ['puskesmas', 'clinic'] as const)
					expect(
						ask({ day, service: id, facility, referral: 'none', emergency: true }).outcome,
						`${id} ${day}`
					).toBe('covered');
	});
});

describe('a card with a defect', () => {
	const table: [ValidityReason, boolean, boolean][] = [
		['nik-malformed', true, true],
		['deceased', true, true],
		['moved', true, true],
		['not-in-register', true, true],
		['jkn-active', true, true],
		['residence-under-six-months', false, true],
		['ektp-missing', false, true],
		['newborn-without-nik', false, true],
		['two-families', false, false],
		['two-heads', false, false]
	];
	it.each(table)('%s refuses: before %s, since %s; else it is told', (reason, before, since) => {
		for (const [day, refuses] of [[early, before] as const, [late, since] as const]) {
			const { outcome, reasons, notes } = ask({ day }, facts(day, [reason]));
			expect({ outcome, reasons, notes }).toEqual({
				outcome: refuses ? 'not-covered' : 'covered',
				reasons: refuses ? [reason] : [],
				notes: refuses ? [] : [reason]
			});
		}
	});

	it('and a visit with one are told both', () => {
		expect(ask({ referral: 'none' }, facts(late, ['moved'])).reasons).toEqual(['moved', 'referral-missing']);
	});

	it('is none of somebody who has no card, or of whom nobody ever spoke', () => {
		expect(ask({}, facts(late, [], false)).reasons).toEqual(['not-a-member']);
		expect(ask({}, { ...facts(late), validity: null }).reasons).toEqual(['not-a-member']);
	});
});

describe('a register that was not heard of', () => {
	it.each(registerSources)('lately (%s) promises nothing, and says which', (source) => {
		const days = expectedSyncDays[source];
		const heard = (ago: number) => {
			const known = facts(late);
			return ask({}, { ...known, heardOn: { ...known.heardOn, [source]: addDays(late, -ago) } });
		};
		expect(heard(days).outcome).toBe('covered');
		expect(heard(days + 1)).toMatchObject({ outcome: 'unknown', doubts: [{ code: 'source-stale', source }] });
	});

	it.each(registerSources)('ever (%s) promises nothing either', (source) => {
		const known = facts(late);
		expect(ask({}, { ...known, heardOn: { ...known.heardOn, [source]: null } })).toMatchObject({
			...{ outcome: 'unknown', doubts: [{ code: 'source-missing', source }] }
		});
	});

	const stale = (known: CoverageFacts) => ({
		...known,
		heardOn: { ...known.heardOn, dukcapil: addDays(late, -400) }
	});
	it('refuses nobody by what it said long ago', () => {
		expect(ask({}, stale(facts(late, ['moved'])))).toMatchObject({ outcome: 'unknown', reasons: ['moved'] });
	});
	it('changes nothing where another register, or the visit itself, refuses', () => {
		expect(ask({}, stale(facts(late, ['jkn-active']))).outcome).toBe('not-covered');
		expect(ask({ referral: 'none' }, stale(facts(late))).outcome).toBe('not-covered');
	});
});
