/**
 * Rows of the claim interfaces' own exports. A row is put back into the shape that the interface sends as JSON and goes the
 * way of that JSON: the same mapping, the same identity, so that one claim sent both ways is one claim.
 */
import { matchHospitalName } from '../../../../domain/hospital-name.ts';
import { tariffItems } from '../../../../domain/tariff-items.ts';
import type { SheetKind } from '../../../../protocol/views/upload.ts';
import type { RawItem } from '../../batch.ts';
import type { Ingest } from '../../ingest.ts';
import { claimEvents, type ToldClaim } from '../bridging/claim-events.ts';
import { theirName, type TheirNames } from '../bridging/told-fields.ts';
import { claimOfEklaim, eklaimFields } from '../eklaim/claim-of.ts';
import { claimOfVclaim, vclaimFields } from '../vclaim/claim-of.ts';

type Values = ReadonlyMap<string, unknown>;

type ClaimExport = {
	protocol: 'eklaim' | 'vclaim';
	tell: (values: Values) => ToldClaim;
	/** Our field → the interface's. */
	names: TheirNames;
	/** Our field → the column that gives it, where the interface's name alone does not say. */
	columns: Readonly<Record<string, string>>;
};

export type ClaimExportKind = Extract<SheetKind, 'eklaim' | 'vclaim'>;

export const claimExports: Readonly<Record<ClaimExportKind, ClaimExport>> = {
	eklaim: {
		protocol: 'eklaim',
		tell: tellEklaim,
		names: eklaimFields,
		columns: { 'data.nik': 'nik', subject: 'facility' }
	},
	vclaim: {
		protocol: 'vclaim',
		tell: tellVclaim,
		names: vclaimFields,
		columns: { 'data.state': 'status', subject: 'facility' }
	}
};

export const isClaimExport = (kind: SheetKind): kind is ClaimExportKind => kind in claimExports;

function tellEklaim(values: Values): ToldClaim {
	const of = (name: string) => values.get(name);
	const told = claimOfEklaim({
		metadata: { method: 'set_claim_data' },
		data: {
			nomor_sep: of('nomor_sep'),
			nomor_kartu: of('nomor_kartu'),
			nomor_kartu_t: of('nomor_kartu_t'),
			jenis_rawat: of('jenis_rawat'),
			tgl_masuk: of('tgl_masuk'),
			tgl_pulang: of('tgl_pulang'),
			diagnosa: of('diagnosa'),
			tarif_rs: Object.fromEntries(tariffItems.map((item) => [item, of(item)])),
			grouper: { response: { cbg: { code: of('grouper') } } }
		}
	});
	const nik = of('nik') ?? spoiltNik(of('nomor_kartu'));
	return nik === undefined ? told : { ...told, data: { ...told.data, nik } };
}

/** A NIK whose last digit the spreadsheet cut off: silently left out, the claim would stand without its person. */
const spoiltNik = (card: unknown) => (typeof card === 'string' && /^\d{15}\?$/.test(card) ? card : undefined);

function tellVclaim(values: Values): ToldClaim {
	const of = (name: string) => values.get(name);
	return claimOfVclaim({
		noSEP: of('noSEP'),
		status: of('status'),
		tglSep: of('tglSep'),
		tglPulang: of('tglPulang'),
		poli: of('poli'),
		Inacbg: { kode: of('kode') },
		biaya: { byPengajuan: of('byPengajuan'), bySetujui: of('bySetujui') }
	});
}

/** The column at fault: `data.items.obat` came from the one of the medicines. */
export function columnOfClaim(
	kind: ClaimExportKind,
	field: string,
	at: ReadonlyMap<string, number>
): number | null {
	const { columns, names } = claimExports[kind];
	const paths = [columns[field] ?? '', theirName(field, names), field];
	const parts = paths.flatMap((path) => path.split('.').reverse());
	return parts.map((part) => at.get(part)).find((index) => index !== undefined) ?? null;
}

/** Our field by the name that who sends such a file knows. */
export const nameInKind = (kind: SheetKind, field: string | null) =>
	field === null || !isClaimExport(kind) ? field : theirName(field, claimExports[kind].names);

/** By its code, else by the name that an old list gives: whose claim it is has to be known before what was said of it is. */
export function facilityOfClaim(subject: string | null): string | null {
	if (!subject?.startsWith('name:')) return subject;
	const match = matchHospitalName(subject.slice('name:'.length).trim());
	return 'code' in match ? match.code : subject;
}

type Told = { claim: ToldClaim; facility: string | null };

/** What goes the one validated path, in the order of the rows: asked of the store facility by facility. */
export async function claimItems(
	kind: ClaimExportKind,
	told: readonly Told[],
	ingest: Ingest
): Promise<RawItem[]> {
	const { protocol } = claimExports[kind];
	const events = new Map<Told, RawItem>();
	for (const facility of new Set(told.map((one) => one.facility))) {
		const own = told.filter((one) => one.facility === facility);
		const claims = own.map(({ claim }) => claim);
		const items = await claimEvents(claims, { protocol, ingest, facility });
		own.forEach((one, index) => events.set(one, items[index] ?? { value: null }));
	}
	return told.map((one) => events.get(one) ?? { value: null });
}
