import { jakartaDay } from '../../../../domain/period.ts';
import type { ServiceId } from '../../../../domain/service.ts';
import { codingsOf, oneOf, type Element } from './element.ts';
import type { ClaimFacts, ClaimResponseFacts, UnusedFacts } from './facts.ts';
import {
	facilityOf,
	instantOf,
	keyIfAny,
	numberOf,
	patientOf,
	referenceOf,
	type ReadContext
} from './read-context.ts';
import { icd10CodeOf } from './read-condition.ts';
import { readPatient } from './read-patient.ts';
import { FhirRefusal } from './refusals.ts';

const statuses = ['active', 'cancelled', 'draft', 'entered-in-error'] as const;
/** What a preauthorisation or a predetermination says is no verdict on a bill. */
const uses = ['claim', 'preauthorization', 'predetermination'] as const;

export const claimNumberOf = (claim: Element) => numberOf(claim, 'claim-number');

export function readClaim(claim: Element, id: string, context: ReadContext): ClaimFacts {
	const status = oneOf(claim.at('status'), statuses);
	oneOf(claim.at('use'), ['claim']);
	const period = claim.at('billablePeriod');
	const from = dayOf(period.at('start'));
	const base = basePackageOf(claim);
	const created = instantOf(claim.at('created'));
	if (created === undefined) throw new FhirRefusal('required', `${claim.path}.created`);
	const [insurance] = claim.items('insurance');
	return {
		type: 'Claim',
		claim: claimNumberOf(claim) ?? id,
		isActive: status === 'active',
		encounter: encounterOf(claim, context),
		patient: patientOf(claim, claim.at('patient'), context, readPatient),
		letter: insurance?.at('identifier').at('value').text() ?? null,
		diagnoses: diagnosesOf(claim, context),
		from,
		to: period.at('end').isAbsent ? from : dayOf(period.at('end')),
		tariff: base.code,
		service: serviceOf(base.code),
		billedRupiah: rupiahOf(claim.at('total')) ?? base.value ?? missing(`${claim.path}.total`),
		createdAt: created,
		facility: facilityOf(claim.at('provider'), context)
	};
}

function missing(path: string): never {
	throw new FhirRefusal('required', path);
}

function dayOf(element: Element): string {
	const instant = instantOf(element) ?? missing(element.path);
	return jakartaDay(new Date(instant));
}

function rupiahOf(money: Element): number | null {
	const value = money.at('value').number();
	if (value === undefined) return null;
	const currency = money.at('currency').text() ?? 'IDR';
	if (currency !== 'IDR') throw new FhirRefusal('not-a-code', `${money.path}.currency`, { value: currency });
	return value;
}

const byUrl = (holder: Element, suits: (url: string) => boolean) =>
	holder.items('extension').find((one) => suits(one.at('url').text() ?? ''));

/** The INA-CBG group that the grouper found, and its price. */
function basePackageOf(claim: Element): { code: string | null; value: number | null } {
	const whole = byUrl(claim, (url) => url.endsWith('/Package'));
	const base = whole && byUrl(whole, (url) => url === 'basePackage');
	if (base === undefined) return { code: null, value: null };
	const concept = byUrl(base, (url) => url === 'code')?.at('valueCodeableConcept');
	const [coding] = concept === undefined ? [] : codingsOf(concept);
	const value = byUrl(base, (url) => url === 'value');
	const number = value?.at('valueInteger').number() ?? value?.at('valueDecimal').number();
	return { code: coding?.code ?? null, value: number ?? (value ? rupiahOf(value.at('valueMoney')) : null) };
}

/** The last part of an INA-CBG code is the severity: 0 for outpatients, I to III for stays. */
function serviceOf(code: string | null): ServiceId | null {
	const severity = code?.split('-').at(-1)?.toUpperCase();
	if (severity === '0') return 'outpatient';
	return severity !== undefined && /^I{1,3}$/.test(severity) ? 'inpatient-3' : null;
}

function encounterOf(claim: Element, context: ReadContext) {
	const info = claim
		.items('supportingInfo')
		.find((one) => codingsOf(one.at('category')).some(({ code }) => code === 'encounter'));
	const named = info && keyIfAny(info.at('valueReference'), 'Encounter', context);
	if (named) return named;
	for (const item of claim.items('item'))
		for (const encounter of item.items('encounter')) return keyIfAny(encounter, 'Encounter', context);
	return null;
}

function diagnosesOf(claim: Element, context: ReadContext): ClaimFacts['diagnoses'] {
	return claim.items('diagnosis').flatMap((one): ClaimFacts['diagnoses'] => {
		const code = icd10CodeOf(one.at('diagnosisCodeableConcept'));
		if (code !== null) return [{ code }];
		const condition = keyIfAny(one.at('diagnosisReference'), 'Condition', context);
		return condition === null ? [] : [{ condition }];
	});
}

export function readClaimResponse(response: Element, context: ReadContext): ClaimResponseFacts | UnusedFacts {
	const status = oneOf(response.at('status'), statuses);
	const isOfClaim = response.at('use').isAbsent || oneOf(response.at('use'), uses) === 'claim';
	const outcome = oneOf(response.at('outcome'), ['queued', 'complete', 'error', 'partial']);
	const facility = facilityOf(response.at('requestor'), context);
	const request = response.at('request');
	const created = instantOf(response.at('created')) ?? missing(`${response.path}.created`);
	const paid = rupiahOf(response.at('payment').at('amount'));
	if (outcome === 'queued' || !isOfClaim) return { type: 'unused' };
	return {
		type: 'ClaimResponse',
		isActive: status === 'active',
		claims: claimsOf(request, facility, context),
		outcome,
		amountRupiah: paid ?? benefitOf(response),
		isPaid: paid !== null,
		createdAt: created,
		facility
	};
}

function claimsOf(request: Element, facility: string | null, context: ReadContext) {
	const own = referenceOf(request, 'Claim', context);
	if (own === undefined || !('key' in own)) throw new FhirRefusal('required', `${request.path}.reference`);
	if (facility === null) return [own.key];
	const keys = context.keysOfHospital(facility);
	const theirs = referenceOf(request, 'Claim', { keys, resolve: (key) => key });
	return theirs !== undefined && 'key' in theirs && theirs.key !== own.key
		? [own.key, theirs.key]
		: [own.key];
}

function benefitOf(response: Element): number | null {
	const benefit = response
		.items('total')
		.find((one) => codingsOf(one.at('category')).some(({ code }) => code === 'benefit'));
	return benefit === undefined ? null : rupiahOf(benefit.at('amount'));
}
