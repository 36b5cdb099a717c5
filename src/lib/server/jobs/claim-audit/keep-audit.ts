/** What the audit of the claim desk does in one run, from the rows to what is kept. */
import { createHash } from 'node:crypto';
import type { DeskAudit, DeskInput, DeskRow } from '../../../analytics/audit/audit-desk.ts';
import { tellHistory, type KnownMembership } from '../../../analytics/audit/member-history.ts';
import { isOpenStage } from '../../../domain/claim-desk.ts';
import type { HospitalClass } from '../../../domain/facility.ts';
import { addDays, jakartaDay } from '../../../domain/period.ts';
import type { ServiceId } from '../../../domain/service.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { allPeers, claimPeersKind, claimYearKind } from '../../services/claim-analysis.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import { recordChange } from '../../store/changes.ts';
import {
	findOldestOpen,
	measureHospitals,
	measureStages,
	readAuditedClaims,
	readMemberships,
	replaceRisks,
	type AuditedRow
} from '../../store/claim-audit.ts';
import type { Sql } from '../../store/connect.ts';
import { findLetterFaults, type ClaimLetterFault } from '../../store/letters/claim-letters.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';

export type AuditOutcome = {
	/** Number of the newest commit that was read. */
	change: number;
	/** Number of its own commit; null where the same stood already. */
	told: number | null;
};

/** Peers, duplicates and overlaps are looked for so far back; what is open is audited however old it is. */
const daysBack = 540;
/** To be raised whenever the rules answer differently from the same claims. */
export const auditVersion = 3;
const version = auditVersion;

/**
 * Reads, judges and keeps. A city's claims of a year and a half are a million rows: this is for a thread of its own, with a
 * connection of its own.
 */
export async function keepAudit(
	sql: Sql,
	now: Date,
	audit: (input: DeskInput) => DeskAudit | Promise<DeskAudit>
): Promise<AuditOutcome> {
	const today = jakartaDay(now);
	const from = addDays(today, -daysBack);
	const read = await inSnapshot(sql, systemViewer('claim-audit'), async (tx, change) => {
		const rows = await readAuditedClaims(tx, from);
		const patients = new Set(rows.map(({ personId }) => personId));
		const members = (await readMemberships(tx)).filter(({ personId }) => patients.has(personId));
		const years = [...new Set(rows.map(({ budgetYear }) => budgetYear))];
		const measured = new Map<number, Awaited<ReturnType<typeof measureYear>>>();
		for (const year of years) measured.set(year, await measureYear(tx, year));
		const oldest = await findOldestOpen(tx);
		const faults = await findLetterFaults(tx, oldest !== null && oldest < from ? oldest : from);
		const standing = await findAnalysis(tx, claimPeersKind, allPeers, today);
		return { change, rows, members, measured, faults, standing };
	});
	const { change, rows, measured, standing } = read;
	const faultOfClaim = new Map(read.faults.map((row) => [idOf(row), row.fault]));
	const faultOf = (row: AuditedRow) => faultOfClaim.get(idOf(row)) ?? null;
	const claims = rows.map((row) => deskRow(row, faultOf(row)));
	const members = tellHistory(read.members as KnownMembership[]);
	const digest = digestOf([[version, ...measured], rows.map(toldOf), rows.map(faultOf), members]);
	const inputs = { digest, claims: rows.length };
	if (standing?.knownOn === today && standing.inputs['digest'] === digest) return { change, told: null };
	const result = await audit({ claims, members });
	const kept = { knownOn: today, computedAt: now, change, version, inputs };
	const named = new Map(rows.map((row) => [idOf(row), row]));
	const { peerGroups } = result;
	const groups = Object.fromEntries(peerGroups.map(({ key, ...group }) => [key, group]));
	const told = await inTransaction(sql, async (tx) => {
		await replaceRisks(
			tx,
			result.risks.flatMap(({ id, findings, atStakeRupiah }) => {
				const row = named.get(id);
				if (!row) return [];
				const { facility, claimNo, versionKey } = row;
				return [{ facility, claimNo, versionKey, findings, atStakeRupiah, computedAt: now, version }];
			})
		);
		for (const { year, ...found } of result.years)
			await keepAnalysis(tx, {
				...{ ...kept, kind: claimYearKind, subject: String(year) },
				result: { year, ...found, ...measured.get(year) }
			});
		await keepAnalysis(tx, { ...kept, kind: claimPeersKind, subject: allPeers, result: { groups } });
		return recordChange(tx, { reload: ['claims'] });
	});
	return { change, told: told.change };
}

/** What a claim's version says stays as it is; its person, its visit and its hospital may be told otherwise. */
const toldOf = ({ versionKey, personId, hasReferral, emergency, hospitalClass }: AuditedRow) => [
	versionKey,
	personId,
	hasReferral,
	emergency,
	hospitalClass
];

/** Row by row: the text of a city's claims at once would be longer than a string may be. */
function digestOf(lists: readonly (readonly unknown[])[]): string {
	const digest = createHash('sha256');
	for (const list of lists) {
		for (const row of list) digest.update(JSON.stringify(row)).update('\n');
		digest.update('\f');
	}
	return digest.digest('hex');
}

async function measureYear(tx: Parameters<typeof measureStages>[0], year: number) {
	return { stages: await measureStages(tx, year), hospitals: await measureHospitals(tx, year) };
}

const idOf = ({ facility, claimNo }: Pick<AuditedRow, 'facility' | 'claimNo'>) => `${facility}/${claimNo}`;

function deskRow(row: AuditedRow, letterFault: ClaimLetterFault['fault'] | null): DeskRow {
	return {
		id: idOf(row),
		facility: row.facility,
		hospitalClass: row.hospitalClass as HospitalClass | null,
		personId: row.personId,
		visitNo: row.visitNo,
		service: row.service as ServiceId,
		diagnoses: row.diagnoses,
		serviceFrom: row.serviceFrom,
		serviceTo: row.serviceTo,
		tariffCode: row.tariffCode,
		amountRupiah: row.amountRupiah,
		hasReferral: row.hasReferral,
		emergency: row.emergency,
		budgetYear: row.budgetYear,
		isOpen: isOpenStage(row.state),
		letter: row.letter,
		letterFault
	};
}
