/** What stands out now, as the pages tell it: diseases over their SKDR rule (Overview), sources that fell silent (Quality). */
import { isSilent } from '../../domain/source-silence.ts';
import type { StandingAlert } from '../../protocol/alerts.ts';
import type { ServiceContext } from './context.ts';
import type { OverviewService } from './overview.ts';
import type { QualityService } from './quality.ts';

type Neighbours = { overview: Pick<OverviewService, 'load'>; quality: Pick<QualityService, 'load'> };

export class AlertsService {
	constructor(
		readonly context: ServiceContext,
		readonly neighbours: Neighbours
	) {}

	async findStanding(): Promise<StandingAlert[]> {
		return [...(await this.#diseases()), ...(await this.#silences())];
	}

	async #diseases(): Promise<StandingAlert[]> {
		const { diseases } = await this.neighbours.overview.load({ asOf: null });
		return diseases.alerts.map(({ group, names, cases, previous, alertAt, kecamatan }) => ({
			key: `disease/${group}/${diseases.week}`,
			kind: 'disease',
			facts: { disease: group, names: { ...names }, week: diseases.week, cases, previous, alertAt, kecamatan }
		}));
	}

	async #silences(): Promise<StandingAlert[]> {
		const now = this.context.clock().toISOString();
		const everything = { asOf: null, reason: null, source: null, type: null, page: null, url: '/quality' };
		const { sources } = await this.neighbours.quality.load(everything);
		return sources
			.filter(({ lastSeenAt, usualHours }) => isSilent(lastSeenAt, usualHours, now))
			.map(({ reporter, name, source, lastSeenAt, usualHours }) => ({
				key: `silent-source/${reporter}/${source}/${lastSeenAt}`,
				kind: 'silent-source',
				facts: { reporter, name, source, lastSeenAt, usualHours }
			}));
	}
}
