/** The Overview's answers that other pages' services know: diseases over their alert, medicines that run out, next year's need. */
import { findKecamatan } from '../../domain/area.ts';
import { areComparable } from '../../domain/basis.ts';
import { findMedicine } from '../../domain/medicines.ts';
import { certainties } from '../../domain/next-year.ts';
import { findDiseaseGroup } from '../../domain/surveillance-diseases.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { DiseaseGroupRow, DiseasesView } from '../../protocol/views/diseases.ts';
import { scarceMonths } from '../../protocol/views/drugs.ts';
import type {
	OverviewAlert,
	OverviewDiseases,
	OverviewDrugs,
	OverviewNextYear,
	OverviewView
} from '../../protocol/views/overview.ts';
import type { BudgetNextYearService } from './budget/next-year.ts';
import type { DiseasesService } from './diseases.ts';
import type { DrugsService } from './drugs.ts';

const firstItems = 5;
const usualGroup = 'dengue';

/** SKDR marks of a complete week, the one that rose most first, and where most of its cases are. */
export async function findAlerts(
	diseases: Pick<DiseasesService, 'load'>,
	week: string,
	asOf: string | null
): Promise<OverviewDiseases> {
	const load = (disease: string) =>
		diseases.load({ disease, kecamatan: null, grain: 'week', period: week, asOf });
	const usual = await load(usualGroup);
	const alerts = usual.groups.flatMap(alertOf).sort(compareAlerts);
	const trendGroup = alerts[0]?.group ?? usualGroup;
	const first = trendGroup === usualGroup ? usual : await load(trendGroup);
	return {
		at: usual.snapshot.now,
		week,
		alerts: alerts.map((alert) =>
			alert.group === trendGroup ? { ...alert, kecamatan: mostOf(first) } : alert
		),
		isCounted: usual.groups.some(({ chosen }) => chosen !== null),
		trendGroup: { group: trendGroup, names: groupNames(trendGroup) },
		trend: first.trend
			.filter(({ isOpen }) => !isOpen)
			.map(({ now, lastYear }) => ({ now: now?.value ?? null, lastYear: lastYear?.value ?? null })),
		reporting: usual.reporting
	};
}

function alertOf({ group, rule, chosen, previous, chosenAlertAt }: DiseaseGroupRow): OverviewAlert[] {
	if (rule === null || chosen === null || chosenAlertAt === null || chosen.value < chosenAlertAt) return [];
	const before = previous && areComparable(chosen, previous) ? previous.value : null;
	return [
		{
			group,
			names: groupNames(group),
			cases: chosen.value,
			previous: before,
			alertAt: chosenAlertAt,
			kecamatan: null
		}
	];
}

const groupNames = (group: string) => findDiseaseGroup(group)?.names ?? { id: group, en: group };

const riseOf = ({ cases, previous }: OverviewAlert) => cases - (previous ?? 0);

function compareAlerts(a: OverviewAlert, b: OverviewAlert): number {
	return riseOf(b) - riseOf(a) || b.cases - a.cases || (a.group < b.group ? -1 : 1);
}

/** A place with a name: cases from outside or of unknown residence call nobody to act anywhere. */
function mostOf({ areas }: DiseasesView): string | null {
	const placed = areas.filter(({ area, now }) => findKecamatan(area) && (now?.value ?? 0) > 0);
	const [most] = placed.sort(
		(a, b) => (b.now?.value ?? 0) - (a.now?.value ?? 0) || (a.area < b.area ? -1 : 1)
	);
	return findKecamatan(most?.area ?? '')?.name ?? null;
}

/** Medicines whose stock is known, those that run out first before. */
export async function findScarce(
	drugs: Pick<DrugsService, 'load'>,
	asOf: string | null
): Promise<OverviewDrugs> {
	const view = await drugs.load({ item: null, ven: null, kecamatan: null, facility: null, asOf });
	const known = view.rows.flatMap(({ item, monthsLeft }) =>
		monthsLeft === null ? [] : [{ item, monthsLeft }]
	);
	return {
		at: view.snapshot.now,
		first: known.slice(0, firstItems).map(({ item, monthsLeft }) => ({
			item,
			names: findMedicine(item)?.names ?? { id: item, en: item },
			monthsLeft
		})),
		scarce: known.filter(({ monthsLeft }) => monthsLeft < scarceMonths).length,
		known: known.length,
		trend: view.trend.filter(({ isOpen }) => !isOpen).map(({ now }) => now?.value ?? null)
	};
}

type Proposed = {
	answer: OverviewNextYear;
	evidence: Pick<OverviewView['evidence'], 'next_year' | 'premium'>;
};

/** What next year's proposal says without a lever, a member and month, to this viewer; members are rounded for some. */
export async function findNextYear(
	nextYear: Pick<BudgetNextYearService, 'load'>,
	viewer: Viewer,
	asOf: string | null
): Promise<Proposed> {
	const words = new URLSearchParams(asOf === null ? {} : { asOf });
	const { year, base, premium, evidence } = await nextYear.load(viewer, words);
	const told = certainties.flatMap((name) => {
		const rupiah = base?.points[name].perMemberMonth ?? null;
		return rupiah === null ? [] : [[name, rupiah] as const];
	});
	const isKnown = told.length === certainties.length;
	return {
		answer: {
			year,
			perMember: isKnown ? (Object.fromEntries(told) as OverviewNextYear['perMember']) : null,
			premiumRupiah: premium?.rupiahPerMemberMonth ?? null
		},
		evidence: { next_year: evidence.perMember, premium: evidence.premium }
	};
}
