import { AlertsService } from './alerts.ts';
import { BedsService } from './beds.ts';
import { BudgetService } from './budget.ts';
import { ConnectService } from './connect.ts';
import type { ServiceContext } from './context.ts';
import { DiseasesService } from './diseases.ts';
import { DrugsService } from './drugs.ts';
import { HeldEventsService } from './held-events.ts';
import { OverviewService } from './overview.ts';
import { PublicService } from './public.ts';
import { QualityService } from './quality.ts';
import { UploadsService } from './uploads.ts';
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
		public: new PublicService(context),
		beds: new BedsService(context),
		budget,
		quality,
		connect: new ConnectService(context),
		heldEvents: new HeldEventsService(context),
		uploads: new UploadsService(context, context.sheets),
		diseases,
		drugs,
		readApi: new ReadApiService(context, { budget, drugs })
	};
}
