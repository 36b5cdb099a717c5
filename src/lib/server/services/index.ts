import { BedsService } from './beds.ts';
import { BudgetService } from './budget.ts';
import type { ServiceContext } from './context.ts';
import { DiseasesService } from './diseases.ts';
import { DrugsService } from './drugs.ts';
import { HeldEventsService } from './held-events.ts';
import { OverviewService } from './overview.ts';
import { PublicService } from './public.ts';
import { QualityService } from './quality.ts';

export type Services = ReturnType<typeof createServices>;

/** One service a page's domain. */
export function createServices(context: ServiceContext) {
	const diseases = new DiseasesService(context);
	const drugs = new DrugsService(context);
	return {
		context,
		overview: new OverviewService(context, { diseases, drugs }),
		public: new PublicService(context),
		beds: new BedsService(context),
		budget: new BudgetService(context),
		quality: new QualityService(context),
		heldEvents: new HeldEventsService(context),
		diseases,
		drugs
	};
}
