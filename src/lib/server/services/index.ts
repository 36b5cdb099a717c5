import { publicViewer } from '../../domain/viewer.ts';
import { AccountsService } from './accounts.ts';
import { AlertsService } from './alerts.ts';
import { BedReportService } from './bed-report.ts';
import { BedUseService } from './bed-use.ts';
import { BedsService } from './beds.ts';
import { BudgetService } from './budget.ts';
import { ChainService } from './chain/chain.ts';
import { BudgetCapitationService } from './budget/capitation.ts';
import { BudgetDelayService } from './budget/delay.ts';
import { BudgetDriversService } from './budget/drivers.ts';
import { BudgetNextYearService } from './budget/next-year.ts';
import { NextYearFilesService } from './budget/next-year-files.ts';
import { BudgetOwedService } from './budget/owed.ts';
import { BudgetPlanService } from './budget/plan.ts';
import { BudgetRecapService } from './budget/recap.ts';
import { ClaimBatchesService } from './claim-batches.ts';
import { ClaimDeskService } from './claim-desk.ts';
import { ClaimDetailService } from './claim-detail.ts';
import { ClaimRulesService } from './claim-rules.ts';
import { ClaimsService } from './claims.ts';
import { ConnectService } from './connect.ts';
import { ComplaintsService } from './coverage/complaints.ts';
import { EligibilityService } from './coverage/eligibility.ts';
import { LetterDeskService } from './coverage/letter-desk.ts';
import { LettersService } from './coverage/letters.ts';
import { VerifyLetterService } from './coverage/verify.ts';
import type { ServiceContext } from './context.ts';
import { DiseaseLinesService } from './disease-lines.ts';
import { DiseasesService } from './diseases.ts';
import { DrugPlanService } from './drug-plan/drug-plan.ts';
import { PlanFilesService } from './drug-plan/plan-files.ts';
import { DrugForecastService } from './drug-forecast.ts';
import { DrugsService } from './drugs.ts';
import { EvaluationService } from './evaluation/evaluation.ts';
import { FindBedService } from './find-bed.ts';
import { FacilityKeysService } from './facility-keys.ts';
import { HeldEventsService } from './held-events.ts';
import { JobsService } from './jobs.ts';
import { OwnClaimsService } from './own-claims.ts';
import { MemberPeopleService } from './member-people.ts';
import { MembersService } from './members.ts';
import { OverviewService } from './overview.ts';
import { PersonLookupService } from './person-lookup.ts';
import { PublicService } from './public.ts';
import { QualityService } from './quality.ts';
import { SilentHospitalsService } from './silent-hospitals.ts';
import { TrailService } from './trail.ts';
import { SignalMailService } from './signal-mail.ts';
import { SignalsService } from './signals/signals.ts';
import { UploadsService } from './uploads.ts';
import { RkoService } from './rko.ts';
import { ReadApiService } from './read-api.ts';

export type Services = ReturnType<typeof createServices>;

/** The public page says the same to everybody: who sees less elsewhere, or only their own, reads the programme's figures there. */
const asPublic = (context: ServiceContext): ServiceContext =>
	context.viewer.role === 'system' ? context : { ...context, viewer: publicViewer };

/** One service a page's domain. */
export function createServices(context: ServiceContext) {
	const diseases = new DiseasesService(context);
	const drugs = new DrugsService(context);
	const drugPlan = new DrugPlanService(context);
	const budget = new BudgetService(context);
	const budgetNextYear = new BudgetNextYearService(context);
	const overview = new OverviewService(context, { diseases, drugs, nextYear: budgetNextYear });
	const quality = new QualityService(context);
	const eligibility = new EligibilityService(context);
	const letters = new LettersService(context, eligibility);
	const claimBatches = new ClaimBatchesService(context);
	return {
		context,
		accounts: new AccountsService(context),
		alerts: new AlertsService(context, { overview, quality }),
		overview,
		people: new PersonLookupService(context),
		members: new MembersService(context),
		memberPeople: new MemberPeopleService(context),
		public: new PublicService(asPublic(context)),
		beds: new BedsService(context),
		bedReport: new BedReportService(context),
		bedUse: new BedUseService(context),
		findBed: new FindBedService(context),
		silentHospitals: new SilentHospitalsService(context),
		budget,
		chain: new ChainService(context),
		budgetCapitation: new BudgetCapitationService(context, { budget }),
		budgetDelay: new BudgetDelayService(context),
		budgetDrivers: new BudgetDriversService(context),
		budgetNextYear,
		nextYearFiles: new NextYearFilesService(context, budgetNextYear),
		budgetOwed: new BudgetOwedService(context),
		budgetPlan: new BudgetPlanService(context),
		budgetRecap: new BudgetRecapService(context),
		evaluation: new EvaluationService(context),
		claims: new ClaimsService(context, { batches: claimBatches }),
		claimBatches,
		claimDesk: new ClaimDeskService(context),
		claimDetail: new ClaimDetailService(context),
		claimRules: new ClaimRulesService(context),
		ownClaims: new OwnClaimsService(context),
		quality,
		connect: new ConnectService(context),
		facilityKeys: new FacilityKeysService(context),
		complaints: new ComplaintsService(context),
		forms: context.forms,
		eligibility,
		letters,
		letterDesk: new LetterDeskService(context, eligibility, letters),
		verifyLetter: new VerifyLetterService(context),
		heldEvents: new HeldEventsService(context),
		jobs: new JobsService(context),
		trail: new TrailService(context),
		uploads: new UploadsService(context, context.sheets),
		diseases,
		diseaseLines: new DiseaseLinesService(context),
		signals: new SignalsService(context),
		signalMail: new SignalMailService(context),
		drugs,
		drugPlan,
		planFiles: new PlanFilesService(context, drugPlan),
		drugForecast: new DrugForecastService(context),
		rko: new RkoService(context, drugs),
		readApi: new ReadApiService(context, { budget, drugs })
	};
}
