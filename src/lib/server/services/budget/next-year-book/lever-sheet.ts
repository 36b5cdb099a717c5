/** The second sheet: levers, what they are reckoned with, and what they multiply the cost by. */
import { findService } from '../../../../domain/service.ts';
import type { BookCell } from '../../../../protocol/book-cells.ts';
import { leverWords, proposalRows, sourceWords } from '../../../../protocol/next-year-words.ts';
import type { LeverName } from '../../../../protocol/views/budget-next-year.ts';
import type { WorkbookSheet } from '../../sheet-file.ts';
import { assumptionName, sourceName, spanWords, titleOf } from '../next-year-said.ts';
import {
	cell,
	figure,
	firstService,
	formula,
	rowsOfLevers,
	share,
	texts,
	times,
	type Frame,
	type LeverRow
} from './frame.ts';

type Rows = Partial<Record<LeverRow, BookCell[]>>;

export function leverSheet(frame: Frame): WorkbookSheet {
	const { view, locale, say } = frame;
	const [, name] = texts.sheets[locale];
	const rows: Rows = { ...leversOf(frame), ...assumptionsOf(frame), ...factorsOf(frame) };
	return {
		...{ name, titles: [[titleOf(view, locale)], [say(texts.turn)]] },
		headings: [texts.lever, texts.value, texts.low, texts.high, texts.source].map((words) => say(words)),
		rows: [
			...rowsOfLevers.map((row) => rows[row] ?? []),
			[],
			[texts.service, texts.value, texts.servicePaid, texts.kept, texts.weight].map((words) => say(words)),
			...servicesOf(frame)
		],
		widths: [52, 16, 16, 16, 70]
	};
}

const known = ({ view }: Frame, key: string) => view.assumptions.find((one) => one.key === key) ?? null;
const hasReferral = (frame: Frame) =>
	known(frame, 'settled-share') !== null && frame.view.referralNow !== null;
/** Of outpatient visits, what more referral keeps away. */
const keptAway = `(${cell('referralThen')}-${cell('referralNow')})/100*${cell('settled')}`;

function leversOf({ view, say }: Frame): Rows {
	const { levers, referralNow, members } = view;
	const now = referralNow === null ? null : 100 * referralNow;
	const then = levers.referralPercent ?? now;
	const [chosen, unknown] = [say(sourceWords.chosen), say(sourceWords.unknown)];
	const line = (words: Parameters<typeof say>[0], value: BookCell, source: string): BookCell[] => [
		...[say(words), value, null, null, source]
	];
	return {
		members: line(texts.membersChange, levers.membersPercent, chosen),
		tariff: line(texts.tariffChange, levers.tariffPercent, chosen),
		referralThen: line(texts.referralThen, then, then === null ? unknown : chosen),
		referralNow: line(
			texts.referralNow,
			now,
			now === null ? unknown : say(sourceWords.visits, spanWords(view.span))
		),
		membersNow: line(texts.membersNow, figure(members), say(sourceWords.register)),
		membersThen: [
			say(proposalRows.members),
			members === null ? null : formula(`ROUND(${cell('membersNow')}*(1+${cell('members')}/100),0)`)
		]
	};
}

function assumptionsOf(frame: Frame): Rows {
	const { view, locale, say } = frame;
	const line = (key: string): BookCell[] => {
		const one = known(frame, key);
		if (one === null) return [assumptionName(key, locale), null, null, null, say(sourceWords.unknown)];
		const format = key === 'use-elasticity' ? times : share;
		return [
			assumptionName(key, locale),
			...[one.value, one.lower80, one.upper80].map((value) => figure(value, format)),
			sourceName(one.source, view, locale)
		];
	};
	return {
		settled: line('settled-share'),
		tariffShare: line('tariff-share'),
		elasticity: line('use-elasticity'),
		outpatient: [
			...[assumptionName('outpatient-cost-share', locale), outpatientOf(frame), null, null],
			say(sourceWords.claims, spanWords(view.span))
		]
	};
}

/** Of what stays paid; a rate of the city where no bill tells the services apart. */
function outpatientOf(frame: Frame): BookCell {
	const { services } = frame.view;
	if (services.length === 0) return figure(known(frame, 'outpatient-cost-share')?.value ?? null, share);
	const place = services.findIndex(({ service }) => service === 'outpatient');
	return place < 0 ? figure(0, share) : formula(`D${firstService + place}/${cell('fServices')}`, share);
}

function factorsOf(frame: Frame): Rows {
	const { view, say } = frame;
	const line = (lever: LeverName, isKnown: boolean, text: string): BookCell[] => [
		say(texts.multiply, { name: say(leverWords[lever]) }),
		isKnown ? formula(text, times) : figure(1, times),
		...[null, null, isKnown ? null : say(sourceWords.unknown)]
	];
	const count = view.services.length;
	return {
		fServices: line('services', count > 0, `SUM(D${firstService}:D${firstService + count - 1})`),
		fReferral: line('referral', hasReferral(frame), `1-${cell('outpatient')}*${keptAway}`),
		fMembers: line(
			'members',
			known(frame, 'use-elasticity') !== null,
			`(1+${cell('members')}/100)^${cell('elasticity')}`
		),
		fTariff: line(
			'tariff',
			known(frame, 'tariff-share') !== null,
			`1+${cell('tariffShare')}*${cell('tariff')}/100`
		),
		fAll: [
			say(texts.multiplyAll),
			formula((['fServices', 'fReferral', 'fMembers', 'fTariff'] as const).map(cell).join('*'), times)
		]
	};
}

function servicesOf(frame: Frame): BookCell[][] {
	const { view, locale } = frame;
	return view.services.map(({ service, share: billed, isPaid }, place): BookCell[] => {
		const row = firstService + place;
		const left = service === 'outpatient' && hasReferral(frame) ? `*(1-${keptAway})` : '';
		return [
			...[findService(service)?.names[locale] ?? service, figure(billed, share), isPaid ? 1 : 0],
			formula(`B${row}*C${row}`, share),
			formula(`D${row}${left}/(${cell('fServices')}*${cell('fReferral')})`, share)
		];
	});
}
