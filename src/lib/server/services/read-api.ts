/**
 * Reading for programs: the pages' figures as rows, in JSON or CSV. Every answer is an aggregate; who reads what stands in
 * `domain/access`. Whoever is asked finds out whose key it is, and hands on to the one that reads for its role and
 * facility: no key reads more than its holder would see, and a hospital's is held to its own facility besides.
 */
import { scopeOfResource } from '../../domain/access.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Reconstruction } from '../../domain/reconstruction.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { toCsv } from '../../protocol/csv.ts';
import { keyOf, readCursor, writeCursor } from '../../protocol/api/cursor.ts';
import { openApiDocument, type OpenApiDocument } from '../../protocol/api/openapi.ts';
import type { Query, ResourceName } from '../../protocol/api/queries.ts';
import { badFilter, readQuery } from '../../protocol/api/read-query.ts';
import { ReadRefusal, readRefusals, refusalBody } from '../../protocol/api/refusals.ts';
import { resources } from '../../protocol/api/resources.ts';
import { rows as rowSchemas, type Row } from '../../protocol/api/rows.ts';
import { markedFileName } from '../../protocol/reconstruction.ts';
import { localeOf, type Locale } from '../../protocol/refusals.ts';
import { readReportViews, type ReportColumn } from '../store/report-role.ts';
import type { BudgetService } from './budget.ts';
import { InvalidFilter, momentOf, type ServiceContext } from './context.ts';
import type { DrugsService } from './drugs.ts';
import { seesOnlyTotals } from './frozen.ts';
import { viewerOfKey, type KeyFinder } from './read-api/key-viewer.ts';
import { bedReader } from './read-api/read-beds.ts';
import { diseaseReader } from './read-api/read-diseases.ts';
import { recordRead } from './read-api/record-read.ts';
import { drugReader, stockReader } from './read-api/read-drugs.ts';
import { budgetReader, claimReader } from './read-api/read-money.ts';
import { visitReader } from './read-api/read-visits.ts';
import type { Reader } from './read-api/reader.ts';

export type ReadRequest = {
	/** Whole address: its query holds the filters. */
	url: URL;
	authorization: string | null;
	accept: string | null;
	acceptLanguage: string | null;
	/** From where it came, for the trail. */
	address?: string;
	findKey: KeyFinder;
	/** The service that reads for this viewer. */
	readApiOf: (viewer: Viewer) => ReadApiService;
};
export type ReadAnswer = { status: number; headers: Record<string, string>; body: string };

export type ReportViewDoc = { name: string; meaning: string; columns: ReportColumn[] };

type Neighbours = { budget: Pick<BudgetService, 'load'>; drugs: Pick<DrugsService, 'load'> };
type Body<Name extends ResourceName> = {
	data: Row<Name>[];
	page: { limit: number; rows: number; next: string | null };
	asOf: string;
	evidence: Evidence;
};

const retryAfterSeconds = '1';
const json = 'application/json; charset=utf-8';

export class ReadApiService {
	readonly #readers: { [Name in ResourceName]: Reader<Name> };

	constructor(
		readonly context: ServiceContext,
		{ budget, drugs }: Neighbours
	) {
		this.#readers = {
			beds: bedReader(context),
			visits: visitReader(context),
			diseases: diseaseReader(context),
			drugs: drugReader(context),
			'drugs/stock': stockReader(context, drugs),
			claims: claimReader(context),
			budget: budgetReader(budget)
		};
	}

	document(locale: Locale, origin: string): OpenApiDocument {
		return openApiDocument(locale, origin);
	}

	/** The views of the schema `report`, in the words that the database keeps of them: «English | Indonesian». */
	async reportViews(locale: Locale): Promise<ReportViewDoc[]> {
		const views = await readReportViews(this.context.sql);
		return views.map(({ name, comment, columns }) => {
			const [english = '', indonesian = english] = (comment ?? '').split(' | ');
			return { name, meaning: locale === 'id' ? indonesian : english, columns };
		});
	}

	/** Answers always: a refusal says what to do, a fault of ours is 503. */
	async answer<Name extends ResourceName>(resource: Name, request: ReadRequest): Promise<ReadAnswer> {
		const locale = localeOf(request.acceptLanguage ?? undefined);
		try {
			const found = await viewerOfKey(request.authorization, request.findKey);
			const { address } = request;
			const viewer = { ...found, ...(address !== undefined && { from: { address } }) };
			return await request.readApiOf(viewer).#answerOwn(resource, request, { locale, asker: viewer });
		} catch (fault) {
			return refusalAnswer(this.#refusalOf(resource, fault), locale);
		}
	}

	/** For the viewer of these services, found by its key. */
	async #answerOwn<Name extends ResourceName>(
		resource: Name,
		{ url, accept }: ReadRequest,
		{ locale, asker }: { locale: Locale; asker: Viewer }
	): Promise<ReadAnswer> {
		const { viewer } = this.context;
		assertMayRead(resource, viewer);
		const query = narrow(resource, this.#read(resource, url), viewer);
		const body = await this.#page(resource, query, { url, locale });
		const isFile = isCsv(query, accept);
		await recordRead(this.context, asker, { resource, query, isFile, rowCount: body.data.length });
		return isFile
			? csvAnswer(resource, body, url, this.context.reconstruction)
			: { status: 200, headers: headersOf(json, body.page.next, url), body: JSON.stringify(body) };
	}

	/** For every method but GET and HEAD. */
	refuseMethod(acceptLanguage: string | null): ReadAnswer {
		return refusalAnswer(new ReadRefusal('wrong-method'), localeOf(acceptLanguage ?? undefined));
	}

	#read<Name extends ResourceName>(resource: Name, url: URL): Query<Name> {
		const query = readQuery(resource, url.searchParams);
		const { facility } = query as { facility?: string };
		if (facility !== undefined && !this.context.facilities.find(facility))
			throw badFilter(resource, 'facility', ['a registered code, as 3275013']);
		return query;
	}

	async #page<Name extends ResourceName>(
		resource: Name,
		query: Query<Name>,
		{ url, locale }: { url: URL; locale: Locale }
	): Promise<Body<Name>> {
		const { limit, cursor, asOf = null } = query as { limit: number; cursor?: string; asOf?: string };
		const moment = momentOf(asOf, this.context.clock);
		const cut = { after: readCursor(resource, cursor), limit };
		const found = await this.#readers[resource]({ query, moment, cut });
		const data = found.rows.slice(0, limit);
		const last = found.rows.length > limit ? data.at(-1) : undefined;
		const { measure, formula, unit, dateBasis } = resources[resource];
		return {
			data,
			page: { limit, rows: data.length, next: last ? writeCursor(keyOf(resource, last)) : null },
			asOf: found.at,
			evidence: {
				...{ measure: measure[locale], unit, asOf: found.at, dateBasis, formula: formula[locale] },
				...found.evidence,
				url: addressOf(url, null)
			}
		};
	}

	#refusalOf(resource: ResourceName, fault: unknown): ReadRefusal {
		if (fault instanceof ReadRefusal) return fault;
		if (fault instanceof InvalidFilter) return badFilter(resource, fault.field);
		this.context.onFault(fault);
		return new ReadRefusal('unavailable');
	}
}

function assertMayRead(resource: ResourceName, { role, facility }: Viewer): void {
	// The product's own services answer no request.
	const scope = role === 'system' ? null : scopeOfResource(role, resource);
	if (scope === null || (role === 'hospital' && facility === null))
		throw new ReadRefusal('not-for-role', { role, resource });
}

/** What would tell the parts of a total. */
const narrowing: Partial<Record<ResourceName, readonly string[]>> = {
	visits: ['facility', 'kecamatan', 'service'],
	diseases: ['facility']
};

/** A hospital reads its own rows; who sees totals of persons names no part of them. */
function narrow<Name extends ResourceName>(resource: Name, query: Query<Name>, viewer: Viewer): Query<Name> {
	const { role, facility: own } = viewer;
	const asked = query as Record<string, unknown>;
	if (own !== null) {
		if (asked['facility'] !== undefined && asked['facility'] !== own)
			throw new ReadRefusal('other-facility', { facility: own, field: 'facility', allowed: [own] });
		return { ...query, facility: own };
	}
	const field = seesOnlyTotals(viewer) && narrowing[resource]?.find((name) => asked[name] !== undefined);
	if (field) throw new ReadRefusal('city-only', { role, field });
	return query;
}

function isCsv(query: object, accept: string | null): boolean {
	const { format } = query as { format?: 'json' | 'csv' };
	if (format !== undefined) return format === 'csv';
	const wanted = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
	return wanted.find((type) => type === 'text/csv' || type === 'application/json') === 'text/csv';
}

function csvAnswer<Name extends ResourceName>(
	resource: Name,
	{ data, page }: Body<Name>,
	url: URL,
	reconstruction: Reconstruction | null
): ReadAnswer {
	const headers = headersOf('text/csv; charset=utf-8; header=present', page.next, url);
	const name = markedFileName(`${resource.replace('/', '-')}.csv`, reconstruction);
	headers['content-disposition'] = `attachment; filename="${name}"`;
	return { status: 200, headers, body: toCsv(Object.keys(rowSchemas[resource].shape), data) };
}

function refusalAnswer(refusal: ReadRefusal, locale: Locale): ReadAnswer {
	const { status } = readRefusals[refusal.code];
	const headers = headersOf(json, null, null);
	if (status === 401) headers['www-authenticate'] = 'Bearer';
	if (status === 405) headers['allow'] = 'GET, HEAD';
	if (status === 503) headers['retry-after'] = retryAfterSeconds;
	return { status, headers, body: JSON.stringify(refusalBody(refusal, locale)) };
}

function headersOf(contentType: string, next: string | null, url: URL | null): Record<string, string> {
	const headers: Record<string, string> = {
		'content-type': contentType,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	};
	if (next !== null && url !== null) headers['link'] = `<${addressOf(url, next)}>; rel="next"`;
	return headers;
}

/** Path and query, at another page. */
function addressOf({ pathname, searchParams }: URL, cursor: string | null): string {
	const query = new URLSearchParams(searchParams);
	query.delete('cursor');
	if (cursor !== null) query.set('cursor', cursor);
	return query.size === 0 ? pathname : `${pathname}?${query}`;
}
