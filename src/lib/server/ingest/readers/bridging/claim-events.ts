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
	const { keyId } = ingest.pseudonymiser;
	return findSaidBefore(ingest.facilities.sql, { facility, claimNos, prefix: `${protocol}:`, keyId });
}

type Told = { id: string; time: Date; basis: SaidOfClaim | undefined };

function claimEvent(claim: ToldClaim, telling: ClaimTelling, said: SaidBefore): RawItem {
	const { protocol, facility } = telling;
	const { id, time, basis } = placeInTime(claim, telling, said);
	const { data, persons } = claim.isPartial && basis ? completed(claim.data, basis) : { data: claim.data };
	const source = `/${protocol}/${facility ?? ''}`;
	const envelope = { specversion: '1.0', id, source, type: 'id.denyut.claim.v1', time: time.toISOString() };
	return {
		value: { ...envelope, ...(facility !== null && { subject: facility }), data },
		...(persons && { persons }),
		...(claim.refusal && { refusal: claim.refusal })
	};
}

function placeInTime(
	{ data, refusal }: ToldClaim,
	telling: ClaimTelling,
	{ own, standing }: SaidBefore
): Told {
	const { protocol, ingest, facility } = telling;
	const key = String(data.claim);
	const [before, stands] = [own.get(key), standing.get(key)];
	const digest = (text: string) => inLetters(ingest.pseudonymiser.digestOf(text));
	const prefix = `${protocol}:${digest(JSON.stringify([facility, data]))}:`;
	const isReturned = protocol === 'eklaim' && stands?.state === 'returned';
	if (before?.versionId.startsWith(prefix) && !isReturned)
		return { id: before.versionId, time: before.versionTime, basis: before };
	const id = `${prefix}${digest(before?.versionId ?? '').slice(0, 12)}`;
	// An answer to a return comes after it, whatever the verifier's clock says.
	const last = isReturned ? stands.versionTime : before?.versionTime;
	const time = laterOf(secondOfReceipt(ingest.clock()), last);
	if (!refusal)
		own.set(key, { ...blank, ...(stands ?? before), claimNo: key, versionId: id, versionTime: time });
	return { id, time, basis: stands ?? before };
}

const blank = {
	state: '',
	visitNo: null,
	service: '',
	diagnoses: [],
	serviceFrom: '',
	tariffCode: null,
	items: null,
	mac: null
};

function laterOf(second: Date, before: Date | undefined): Date {
	return before === undefined || before < second ? second : new Date(before.getTime() + 1);
}

function completed(data: Fields, basis: SaidOfClaim): { data: Fields; persons?: KnownPersons } {
	const { visitNo, service, diagnoses, serviceFrom, tariffCode, items, mac } = basis;
	const whole: Fields = {
		...data,
		visit: visitNo ?? undefined,
		service: service || data.service,
		diagnoses,
		serviceFrom: serviceFrom || data.serviceFrom,
		tariffCode: data.tariffCode ?? tariffCode ?? undefined,
		items: items ?? undefined
	};
	if (mac === null) return { data: whole };
	const known = { kind: 'person', sex: null, birthYear: null, nikArea: null, nikDefect: null } as const;
	return { data: whole, persons: { person: { mac, ...known }, mother: null } };
}
