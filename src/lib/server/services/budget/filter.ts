/** What part of which budget year the pages of the budget show. */
import { yearOf } from '../../../domain/period.ts';
import { findService } from '../../../domain/service.ts';
import type { ClaimFilter } from '../../store/budget-queries.ts';
import { InvalidFilter, type Moment, type ServiceContext } from '../context.ts';

export type BudgetQuery = {
	asOf: string | null;
	year: string | null;
	facility: string | null;
	service: string | null;
};

/** @throws InvalidFilter for a year, facility or service that does not exist. */
export function budgetFilter(
	context: Pick<ServiceContext, 'facilities'>,
	{ year, facility, service }: BudgetQuery,
	moment: Moment
): ClaimFilter {
	if (year !== null && !/^20\d\d$/.test(year)) throw new InvalidFilter('year', year);
	if (facility !== null && !context.facilities.find(facility)) throw new InvalidFilter('facility', facility);
	if (service !== null && !findService(service)) throw new InvalidFilter('service', service);
	return {
		year: year === null ? yearOf(moment.today) : Number(year),
		facility,
		service,
		asOf: moment.asOf
	};
}

/** Path and query that bring back the same view. */
export function addressWith(path: string, { year, facility, service, asOf }: ClaimFilter): string {
	const query = new URLSearchParams({
		year: String(year),
		...(facility !== null && { facility }),
		...(service !== null && { service }),
		...(asOf !== null && { asOf })
	});
	return `${path}?${query}`;
}
