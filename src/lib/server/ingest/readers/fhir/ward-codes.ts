/**
 * SATUSEHAT's words for a place → our ward classes. The kind of room decides; of an ordinary ward its service class does.
 * The class comes in two spellings in the field: `ServiceClass` (with `value` inside) and `LocationServiceClass` (as a
 * value of its own, or with `inpatientServiceClass` inside), and with codes such as `1` or `kelas_1`.
 */
import type { WardClassId } from '../../../../domain/ward.ts';
import { codingsOf, type Element } from './element.ts';

const byRoomType: Readonly<Record<string, WardClassId>> = {
	RT0006: 'igd',
	RT0007: 'icu',
	RT0008: 'delivery',
	RT0009: 'icu',
	RT0010: 'icu',
	RT0011: 'picu',
	RT0012: 'nicu',
	RT0013: 'hcu',
	RT0014: 'iccu',
	RT0015: 'icu',
	RT0017: 'delivery',
	RT0018: 'isolation',
	RT0019: 'isolation',
	RT0020: 'perinatal',
	RT0022: 'delivery',
	RT0023: 'isolation',
	RT0025: 'other',
	RT0026: 'other',
	RT0027: 'other',
	RT0028: 'other',
	RT0029: 'other',
	RT0030: 'other',
	RT0031: 'other',
	RT0032: 'other',
	RT0033: 'other'
};

const byClass: Readonly<Record<string, WardClassId>> = {
	1: 'inpatient-1',
	2: 'inpatient-2',
	3: 'inpatient-3',
	vip: 'vip',
	vvip: 'vip',
	utama: 'vip'
};

export const bedType = 'RT0004';
export const supportedRoomTypes = [bedType, ...Object.keys(byRoomType)];
const dialysis = /h(a)?emodial/i;

export const isDialysisName = (words: string) => dialysis.test(words);

export function wardOf(roomTypes: readonly string[], words: string, holder: Element): WardClassId | null {
	if (isDialysisName(words)) return 'dialysis';
	const typed = roomTypes.map((code) => byRoomType[code]).find((ward) => ward !== undefined);
	return typed ?? classOf(holder);
}

const classExtension = /\/(?:Location)?ServiceClass$/i;

/** @param holder a Location, or a place of an Encounter. */
export function classOf(holder: Element): WardClassId | null {
	const found = holder.items('extension').find((one) => classExtension.test(one.at('url').text() ?? ''));
	if (found === undefined) return null;
	const inner = found
		.items('extension')
		.filter((one) => !/upgrade/i.test(one.at('url').text() ?? ''))
		.map((one) => one.at('valueCodeableConcept'));
	for (const concept of [found.at('valueCodeableConcept'), ...inner])
		for (const { code } of codingsOf(concept)) {
			const ward = byClass[code.toLowerCase().replace(/^kelas[_ -]?/, '')];
			if (ward !== undefined) return ward;
		}
	return null;
}
