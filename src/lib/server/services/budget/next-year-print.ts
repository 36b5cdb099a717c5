/** What the two pages for the council say: every figure is the page's. */
import { certainties, isTurned, noLevers, type NextYearLevers } from '../../../domain/next-year.ts';
import { formatRupiah, formatRupiahShort } from '../../../domain/rupiah.ts';
import { findService } from '../../../domain/service.ts';
import type { PaperRow, PaperScenario, ProposalPaper } from '../../../protocol/next-year-paper.ts';
import { proposalRows, sourceWords, type Words } from '../../../protocol/next-year-words.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type {
	NextYearView,
	ProposalPointView,
	ProposalView
} from '../../../protocol/views/budget-next-year.ts';
import {
	assumptionName,
	decimal,
	detailOf,
	leverLines,
	leversSaid,
	methodLines,
	percent,
	sayer,
	sourceName,
	titleOf,
	type Said
} from './next-year-said.ts';

const texts = {
	head: {
		id: 'Kartu Sehat berbasis NIK, Pemerintah Kota Bekasi · Usulan anggaran {year} untuk DPRD',
		en: 'Health card by NIK, Government of the City of Bekasi · Proposed budget {year} for the council'
	},
	demo: {
		id: 'DATA SIMULASI (DEMO): bukan untuk penetapan anggaran',
		en: 'SIMULATED DATA (DEMO): no basis for a budget'
	},
	table: {
		id: 'Cukup di 50, 80 dan 95 dari 100 dunia simulasi (rupiah)',
		en: 'Enough in 50, 80 and 95 of 100 simulated worlds (rupiah)'
	},
	chart: {
		id: 'Usulan {year} menurut kepastiannya, di samping pagu dan perkiraan {before}',
		en: 'Proposal for {year} by certainty, beside the ceiling and the expected use of {before}'
	},
	levers: { id: 'Tuas yang dipilih', en: 'Levers chosen' },
	assumptions: {
		id: 'Asumsi, rentang 80 %, dan asalnya',
		en: 'Assumptions, 80% range, and where they are from'
	},
	assumptionsNone: {
		id: 'belum ada angka kota untuk menilai tuas',
		en: 'the city has no rates yet to judge levers by'
	},
	services: {
		id: 'Biaya layanan {year} menurut jenisnya (rupiah)',
		en: 'Cost of services in {year} by kind (rupiah)'
	},
	scenarios: {
		id: 'Skenario tersimpan dengan data hari ini; garis P50 – P95, titik P80',
		en: 'Kept scenarios by today’s data; line P50 – P95, point P80'
	},
	scenariosNone: {
		id: 'Belum ada skenario yang disimpan untuk dibandingkan.',
		en: 'No scenario has been kept to compare with.'
	},
	without: { id: 'Tanpa tuas', en: 'Without levers' },
	chosen: { id: 'Dipilih sekarang', en: 'Chosen now' },
	method: { id: 'Cara menghitung, dan yang tidak diketahui', en: 'Method, and what is not known' },
	evidence: {
		id: 'Bukti: {projection}; dihitung {computed}; klaim, peserta dan keputusan anggaran menurut yang diketahui {at}. Lihat kembali: {url}',
		en: 'Evidence: {projection}; computed {computed}; claims, members and decisions on the budget as known {at}. See it again: {url}'
	},
	foot: {
		id: 'Denyut · usulan anggaran {year} · per {at}',
		en: 'Denyut · proposed budget {year} · as of {at}'
	},
	unknown: { id: 'tidak diketahui', en: 'not known' }
} as const satisfies Record<string, Words>;

type Frame = { view: NextYearView; proposal: ProposalView; locale: Locale; say: Said };
type Triple = readonly [string, string, string];

/** @throws Error where nothing is proposed: the caller asks before. */
export function paperOfNextYear(view: NextYearView, locale: Locale): ProposalPaper {
	if (view.proposal === null) throw new Error('There is no proposal to print.');
	const frame: Frame = { view, proposal: view.proposal, locale, say: sayer(locale, view.year) };
	const { say } = frame;
	return {
		...{ title: titleOf(view, locale), detail: detailOf(view, locale), head: say(texts.head) },
		...{ demo: view.snapshot.demo ? say(texts.demo) : null, levers: leversSaid(view.levers, locale) },
		...{ tableTitle: say(texts.table), rows: rowsOf(frame), chart: chartOf(frame) },
		...{ leversTitle: say(texts.levers), leverLines: leverLines(view.levers, view.referralNow, locale) },
		...{ assumptionsTitle: say(texts.assumptions), assumptions: assumptionsOf(frame) },
		...{ servicesTitle: say(texts.services), services: servicesOf(frame) },
		...{ scenariosTitle: say(texts.scenarios), scenariosNone: say(texts.scenariosNone) },
		...{ scenarios: scenariosOf(frame), methodTitle: say(texts.method), method: methodLines(view, locale) },
		...{ evidence: evidenceOf(frame), foot: say(texts.foot, { at: momentText(view.snapshot.now) }) }
	};
}

const triple = (figureOf: (point: ProposalPointView) => string, { points }: ProposalView): Triple => {
	const [half = '', enough = '', most = ''] = certainties.map((name) => figureOf(points[name]));
	return [half, enough, most];
};
/** Without the sign of the currency: the heading says it. */
const amount = (value: number, locale: Locale) => formatRupiah(value, locale).replace('Rp ', '');

function rowsOf({ view, proposal, locale, say }: Frame): PaperRow[] {
	const row = (
		words: Words,
		figureOf: (point: ProposalPointView) => number | null,
		isTotal = false
	): PaperRow => ({
		...{ name: say(words), isTotal },
		figures: triple((point) => {
			const value = figureOf(point);
			return value === null ? say(texts.unknown) : amount(value, locale);
		}, proposal)
	});
	const { ceilingRupiah, yearEnd, premium } = view;
	return [
		row(proposalRows.cost, ({ cost }) => cost),
		row(proposalRows.carried, ({ carried }) => carried),
		row(proposalRows.total, ({ total }) => total, true),
		row(proposalRows.ceiling, () => ceilingRupiah),
		row(proposalRows.difference, ({ total }) => (ceilingRupiah === null ? null : total - ceilingRupiah)),
		row(proposalRows.yearEnd, () => yearEnd?.p50 ?? null),
		row(proposalRows.members, () => proposal.members),
		row(proposalRows.perMember, ({ perMemberMonth }) => perMemberMonth),
		row(proposalRows.premium, () => premium?.rupiahPerMemberMonth ?? null)
	];
}

function chartOf({ view, proposal, locale, say }: Frame): ProposalPaper['chart'] {
	const short = (rupiah: number) => formatRupiahShort(rupiah, locale);
	const mark = (words: Words, rupiah: number | undefined | null) =>
		rupiah === null || rupiah === undefined ? [] : [{ name: `${say(words)}: ${short(rupiah)}`, rupiah }];
	return {
		title: say(texts.chart),
		bars: certainties.map((name) => {
			const { carried, cost, total } = proposal.points[name];
			return { name: name.toUpperCase(), carried, cost, text: short(total) };
		}),
		...{ carriedName: say(proposalRows.carried), costName: say(proposalRows.cost) },
		marks: [
			...mark(proposalRows.ceiling, view.ceilingRupiah),
			...mark(proposalRows.yearEnd, view.yearEnd?.p50)
		]
	};
}

function assumptionsOf({ view, locale, say }: Frame): ProposalPaper['assumptions'] {
	if (view.assumptions.length === 0) return [[say(texts.assumptionsNone), '', '', '']];
	return view.assumptions.map(({ key, value, lower80, upper80, source }) => {
		const text = (number: number) =>
			key === 'use-elasticity' ? decimal(number, locale, 2) : percent(number, locale);
		const range = lower80 === upper80 ? '–' : `${text(lower80)} – ${text(upper80)}`;
		return [assumptionName(key, locale), text(value), range, sourceName(source, view, locale)];
	});
}

function servicesOf({ view, proposal, locale, say }: Frame): PaperRow[] {
	const lines = view.services.map(({ service, share, rupiah }): PaperRow => {
		const [half = '', enough = '', most = ''] = certainties.map((name) => amount(rupiah[name], locale));
		return {
			name: `${findService(service)?.names[locale] ?? service} (${percent(share, locale)})`,
			figures: [half, enough, most]
		};
	});
	const all = triple(({ cost }) => amount(cost, locale), proposal);
	return [...lines, { name: say(proposalRows.programme), figures: all, isTotal: true }];
}

function scenariosOf({ view, proposal, locale, say }: Frame): PaperScenario[] {
	const line = (name: string, levers: NextYearLevers, one: ProposalView): PaperScenario => ({
		...{ name, levers: leversSaid(levers, locale) },
		figures: triple(({ total }) => formatRupiahShort(total, locale), one),
		rupiah: { p50: one.points.p50.total, p80: one.points.p80.total, p95: one.points.p95.total }
	});
	const kept = view.compared.flatMap(({ name, levers, now }) => (now ? [line(name, levers, now)] : []));
	if (kept.length === 0) return [];
	return [
		...(view.base ? [line(say(texts.without), noLevers, view.base)] : []),
		...(isTurned(view.levers) ? [line(say(texts.chosen), view.levers, proposal)] : []),
		...kept
	];
}

function evidenceOf({ view, say }: Frame): string {
	const projection = say(sourceWords.projection, {
		...{ from: view.from?.slice(0, 7) ?? '', to: view.to?.slice(0, 7) ?? '', worlds: view.simulations ?? 0 }
	});
	const computed = view.computedAt === null ? say(texts.unknown) : momentText(view.computedAt);
	return say(texts.evidence, {
		...{ projection, computed, at: momentText(view.snapshot.now), url: view.evidence.proposal.url }
	});
}

/** `2026-11-22 12:00 WIB`: read the same way by everybody. */
export function momentText(instant: string): string {
	const shifted = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
	return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} WIB`;
}
