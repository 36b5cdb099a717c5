/**
 * Claims out of interfaces whose payloads bear neither an id nor the time of their last change. The id is a digest of
 * what is said, keyed since it may hold a NIK. What was said last by the same interface and is said again is the same
 * event, so that sending a month anew neither counts twice nor undoes what the verifier said meanwhile; unless the claim
 * was sent back since, when saying it again is submitting it again. Anything else is a new version, of the second in
 * which it came.
 */
import { findSaidBefore, type SaidBefore, type SaidOfClaim } from '../../../store/claim-versions.ts';
import type { EventRefusal } from '../../../../protocol/refusals.ts';
import type { RawItem } from '../../batch.ts';
import type { Ingest } from '../../ingest.ts';
import { knownPerson } from '../../known-person.ts';
import type { KnownPersons } from '../../screen.ts';
import { inLetters, secondOfReceipt } from './stamp.ts';
import type { Fields } from './payload.ts';

export type ToldClaim = {
	data: Fields;
	refusal?: EventRefusal;
	/** The interface knows the claim's standing and little of the claim: what it cannot say stays as it was. */
	isPartial?: true;
};

export type ClaimTelling = { protocol: 'eklaim' | 'vclaim'; ingest: Ingest; facility: string | null };

export async function claimEvents(claims: readonly ToldClaim[], telling: ClaimTelling): Promise<RawItem[]> {
	const said = await saidBefore(claims, telling);
	return claims.map((claim) => claimEvent(claim, telling, said));
}

async function saidBefore(claims: readonly ToldClaim[], telling: ClaimTelling): Promise<SaidBefore> {
	const { protocol, ingest, facility } = telling;
	const numbers = claims.map(({ data }) => data.claim);
	// Text holds no NUL in PostgreSQL; a claim with such a number is refused by the schema.
	const claimNos = numbers.filter((one): one is string => typeof one === 'string' && !one.includes('\u0000'));
	if (facility === null || claimNos.length === 0) return { own: new Map(), standing: new Map() };
	return findSaidBefore(ingest.facilities.sql, { facility, claimNos, prefix: `${protocol}:` });
}

/** `nik`: said earlier in this very request, when nobody knows yet whose it is. */
type OwnClaim = SaidOfClaim & { nik?: unknown };
type Before = { own: Map<string, OwnClaim>; standing: SaidBefore['standing'] };
type Told = { id: string; time: Date; basis: SaidOfClaim | undefined };
type Stated = { data: Fields; persons?: KnownPersons };

function claimEvent(claim: ToldClaim, telling: ClaimTelling, said: Before): RawItem {
	const { protocol, facility } = telling;
	const before = said.own.get(String(claim.data.claim));
	const stated = claim.isPartial || !before ? { data: claim.data } : keepUnsaid(claim.data, before);
	const { id, time, basis } = placeInTime({ ...claim, ...stated }, telling, said);
	const { data, persons } = claim.isPartial && basis ? completed(stated.data, basis, protocol) : stated;
	const source = `/${protocol}/${facility ?? ''}`;
	const envelope = { specversion: '1.0', id, source, type: 'id.denyut.claim.v1', time: time.toISOString() };
	return {
		value: { ...envelope, ...(facility !== null && { subject: facility }), data },
		...(persons && { persons }),
		...(claim.refusal && { refusal: claim.refusal })
	};
}

/** Of one claim the JSON may know the NIK and the export the package: what this one leaves unsaid stays as it was said. */
function keepUnsaid(data: Fields, { tariffCode, nik, personId }: OwnClaim): Stated {
	const whole = { ...data, tariffCode: data.tariffCode ?? tariffCode ?? undefined, nik: data.nik ?? nik };
	return whole.nik === undefined && personId !== null
		? { data: whole, persons: knownPerson(personId) }
		: { data: whole };
}

function placeInTime({ data, refusal }: ToldClaim, telling: ClaimTelling, { own, standing }: Before): Told {
	const { protocol, ingest } = telling;
	const key = String(data.claim);
	const [before, stands] = [own.get(key), standing.get(key)];
	const prefix = identityOf(data, telling, before);
	const isReturned = protocol === 'eklaim' && stands?.state === 'returned';
	if (before?.versionId.startsWith(prefix) && !isReturned)
		return { id: before.versionId, time: before.versionTime, basis: before };
	const id = `${prefix}${lettersOf(before?.versionId ?? '', ingest).slice(0, partLetters)}`;
	// An answer to a return comes after it, whatever the verifier's clock says.
	const last = isReturned ? stands.versionTime : before?.versionTime;
	const time = laterOf(secondOfReceipt(ingest.clock()), last);
	const known = { ...blank, ...(stands ?? before), nik: data.nik };
	const tariffCode = typeof data.tariffCode === 'string' ? data.tariffCode : known.tariffCode;
	if (!refusal) own.set(key, { ...known, tariffCode, claimNo: key, versionId: id, versionTime: time });
	return { id, time, basis: stands ?? before };
}

const partLetters = 12;
const nobody = '-';
const lettersOf = (text: string, { pseudonymiser }: Ingest) => inLetters(pseudonymiser.digestOf(text));

/** What is said and of whom, apart: who says nothing of the person speaks of the one of whom it was said before. */
function identityOf(
	data: Fields,
	{ protocol, ingest, facility }: ClaimTelling,
	before: OwnClaim | undefined
): string {
	const { nik, claim } = data;
	const said = lettersOf(JSON.stringify([facility, { ...data, nik: undefined }]), ingest);
	const person =
		nik === undefined
			? (before?.versionId.split(':')[2] ?? nobody)
			: lettersOf(JSON.stringify([facility, claim, nik]), ingest).slice(0, partLetters);
	return `${protocol}:${said}:${person}:`;
}

const blank = {
	state: '',
	visitNo: null,
	service: '',
	diagnoses: [],
	serviceFrom: '',
	tariffCode: null,
	items: null,
	billedRupiah: 0,
	personId: null
};

function laterOf(second: Date, before: Date | undefined): Date {
	return before === undefined || before < second ? second : new Date(before.getTime() + 1);
}

/** What was billed is the hospital's word, where it said it itself; more than that is granted on another bill, and told as it is. */
function isWithinBill({ verifiedRupiah }: Fields, basis: SaidOfClaim, protocol: string): boolean {
	const isOwn = basis.versionId.startsWith(`${protocol}:`);
	return !isOwn && (typeof verifiedRupiah !== 'number' || verifiedRupiah <= basis.billedRupiah);
}

function completed(data: Fields, basis: SaidOfClaim, protocol: string): Stated {
	const { visitNo, service, diagnoses, serviceFrom, tariffCode, items, personId } = basis;
	const whole: Fields = {
		...data,
		visit: visitNo ?? undefined,
		service: service || data.service,
		diagnoses,
		serviceFrom: serviceFrom || data.serviceFrom,
		tariffCode: data.tariffCode ?? tariffCode ?? undefined,
		items: items ?? undefined,
		...(isWithinBill(data, basis, protocol) && { billedRupiah: basis.billedRupiah })
	};
	return personId === null ? { data: whole } : { data: whole, persons: knownPerson(personId) };
}
