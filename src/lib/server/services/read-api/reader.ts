/** What every reader of a resource shares: what it is given, what it hands back, how filters become spans and facilities. */
import type { Evidence } from '../../../domain/evidence.ts';
import { daysBetween } from '../../../domain/period.ts';
import type { Key } from '../../../protocol/api/cursor.ts';
import type { Query, ResourceName } from '../../../protocol/api/queries.ts';
import { badFilter } from '../../../protocol/api/read-query.ts';
import type { Row } from '../../../protocol/api/rows.ts';
import type { Moment, ServiceContext } from '../context.ts';

export type Cut = { after: Key | null; limit: number };

/** What only the reader knows of its figures. */
type OwnEvidence = Pick<Evidence, 'completeness' | 'rows' | 'demo'> & Partial<Pick<Evidence, 'unit'>>;

export type Found<Name extends ResourceName> = {
	/** In the order of the key, one more than the limit where there is a next page. */
	rows: Row<Name>[];
	at: string;
	evidence: OwnEvidence;
};

export type Reading<Name extends ResourceName> = {
	query: Query<Name>;
	moment: Moment;
	cut: Cut;
};
export type Reader<Name extends ResourceName> = (reading: Reading<Name>) => Promise<Found<Name>>;

/** The facilities of a kecamatan, or the one named; null for all. */
export function facilitiesIn(
	{ facilities }: ServiceContext,
	{ facility, kecamatan }: { facility?: string | undefined; kecamatan?: string | undefined }
): string[] | null {
	if (facility === undefined && kecamatan === undefined) return null;
	return facilities
		.all()
		.filter((one) => facility === undefined || one.code === facility)
		.filter((one) => kecamatan === undefined || one.kecamatan === kecamatan)
		.map(({ code }) => code);
}

/** @throws ReadRefusal where the span runs backwards or is longer than the resource reads at once */
export function assertSpan(resource: ResourceName, from: string, to: string, longestDays: number): void {
	if (to < from) throw badFilter(resource, 'to', [`≥ ${from}`]);
	if (daysBetween(from, to) > longestDays)
		throw badFilter(resource, 'from', [`≤ ${longestDays} days before ${to}`]);
}

/** The filters that were set, as the equalities that choose the rows. */
export function whereOf(query: Readonly<Record<string, unknown>>): Record<string, string> {
	const paging = ['limit', 'cursor', 'format'];
	return Object.fromEntries(
		Object.entries(query).flatMap(([name, value]) =>
			value === undefined || paging.includes(name) ? [] : [[name, String(value)]]
		)
	);
}
