import { AlertsService } from './alerts.ts';
import { BedReportService } from './bed-report.ts';
import { BedsService } from './beds.ts';
import { BudgetService } from './budget.ts';
import { ConnectService } from './connect.ts';
import type { ServiceContext } from './context.ts';
import { DiseasesService } from './diseases.ts';
import { DrugsService } from './drugs.ts';
import { FacilityKeysService } from './facility-keys.ts';
import { HeldEventsService } from './held-events.ts';
import { OverviewService } from './overview.ts';
import { PersonLookupService } from './person-lookup.ts';
import { PublicService } from './public.ts';
import { QualityService } from './quality.ts';
import { TrailService } from './trail.ts';
import { UploadsService } from './uploads.ts';
import { RkoService } from './rko.ts';
import { ReadApiService } from './read-api.ts';

export type Services = ReturnType<typeof createServices>;

/** One service a page's domain. */
export function createServices(context: ServiceContext) {
	const diseases = new DiseasesService(context);
	const drugs = new DrugsService(context);
	const budget = new BudgetService(context);
	const overview = new OverviewService(context, { diseases, drugs });
	const quality = new QualityService(context);
	return {
		context,
		alerts: new AlertsService(context, { overview, quality }),
		overview,
		people: new PersonLookupService(context),
		public: new PublicService(context),
		beds: new BedsService(context),
		bedReport: new BedReportService(context),
		budget,
		quality,
		connect: new ConnectService(context),
		facilityKeys: new FacilityKeysService(context),
		heldEvents: new HeldEventsService(context),
		trail: new TrailService(context),
		uploads: new UploadsService(context, context.sheets),
		diseases,
		drugs,
		rko: new RkoService(context, drugs),
		readApi: new ReadApiService(context, { budget, drugs })
	};
}
