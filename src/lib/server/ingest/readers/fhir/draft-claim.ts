import type { ClaimState, Party } from '../../../../domain/role.ts';
import type { Sender } from '../../sender.ts';
import { listed, patientIn, patientSource, personsOf, type Draft, type DraftContext } from './drafts.ts';
import { serviceOf } from './draft-visit.ts';
import type { ClaimFacts, ClaimResponseFacts, Key } from './facts.ts';
import type { Graph } from './graph.ts';

export function draftClaim(root: Key, claim: ClaimFacts, { graph }: DraftContext): Draft {
	const stated = graph.nodes.get(root)?.row.statedAt?.getTime();
	const body = bodyOf(claim, graph);
	return {
		root,
		type: 'id.denyut.claim.v1',
		data: { ...body.data, state: 'submitted' },
		persons: body.persons,
		facility: claim.facility,
		// The encounter may come later; that must not set the claim back behind a verdict on it.
		time: stated ?? Date.parse(claim.createdAt),
		sources: new Map(patientSource(claim.patient, graph)),
		missing: claim.isActive ? body.missing : [],
		isReady: claim.isActive && body.isReady
	};
}

function bodyOf(claim: ClaimFacts, graph: Graph) {
	const encounter = graph.find(claim.encounter, 'Encounter');
	const patient = patientIn(claim.patient, graph);
	const codes = claim.diagnoses.map((one) =>
		'code' in one ? one.code : graph.find(one.condition, 'Condition')?.code
	);
	const missing = [
		...(patient === undefined ? ['Patient'] : []),
		...(claim.encounter !== null && encounter === undefined ? ['Encounter'] : []),
		...(codes.includes(undefined) ? ['Condition'] : [])
	];
	const service = encounter ? serviceOf(encounter, graph) : claim.service;
	// Without either there is nothing to wait for: the event's own schema says what is lacking.
	const standIn = claim.encounter === null ? undefined : 'inpatient-3';
	return {
		data: {
			claim: claim.claim,
			visit: encounter?.visit ?? null,
			letter: claim.letter,
			diagnoses: [...new Set(codes.filter((code) => typeof code === 'string'))],
			service: service ?? standIn,
			serviceFrom: claim.from,
			serviceTo: claim.to,
			tariffCode: claim.tariff,
			billedRupiah: claim.billedRupiah
		},
		persons: personsOf(patient),
		missing: listed(missing),
		isReady: patient !== undefined && (service !== null || claim.encounter === null)
	};
}

/** What a complete answer means is its sender's office: the verifier verifies, Dinkes approves, finance pays. */
const completeStates: Readonly<Record<Party, ClaimState>> = {
	hospital: 'verified',
	verifier: 'verified',
	dinkes: 'approved',
	finance: 'paid',
	register: 'verified',
	importer: 'verified'
};
const amountFields = { verified: 'verifiedRupiah', approved: 'approvedRupiah', paid: 'paidRupiah' } as const;

function stateOf({ outcome, isPaid }: ClaimResponseFacts, party: Party): ClaimState {
	if (outcome === 'error') return 'rejected';
	if (outcome === 'partial') return 'returned';
	return party === 'importer' && isPaid ? 'paid' : completeStates[party];
}

export function draftVerdict(
	root: Key,
	response: ClaimResponseFacts,
	{ graph, sender }: DraftContext & { sender: Sender }
): Draft {
	const key = response.claims.find((one) => graph.find(one, 'Claim'));
	const claim = key === undefined ? undefined : graph.find(key, 'Claim');
	const body = claim && bodyOf(claim, graph);
	const state = stateOf(response, sender.party);
	const amount =
		state in amountFields
			? { [amountFields[state as keyof typeof amountFields]]: response.amountRupiah }
			: {};
	const stated = graph.nodes.get(root)?.row.statedAt?.getTime();
	return {
		root,
		type: 'id.denyut.claim.v1',
		data: { ...(body?.data ?? standInFor(response)), state, ...amount },
		persons: body?.persons ?? personsOf(undefined),
		facility: response.facility ?? claim?.facility ?? null,
		time: stated ?? Date.parse(response.createdAt),
		sources: new Map(),
		missing: !response.isActive ? [] : claim === undefined ? ['Claim'] : (body?.missing ?? []),
		isReady: response.isActive && (body?.isReady ?? false)
	};
}

/** To judge the answer by itself before its claim comes. */
function standInFor({ amountRupiah }: ClaimResponseFacts): Record<string, unknown> {
	const day = '2020-01-01';
	const facts = { claim: '-', diagnoses: [], service: 'inpatient-3', serviceFrom: day, serviceTo: day };
	return { ...facts, billedRupiah: amountRupiah ?? 0 };
}
