/** What a process does beside answering. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { Maintenance } from '../jobs/maintenance.ts';
import { TrailAnchorJob } from '../jobs/trail-anchor.ts';
import { WebhookJob } from '../jobs/webhooks/webhook-job.ts';
import type { Services } from '../services/index.ts';
import type { Sql } from '../store/connect.ts';
import type { FacilityRegister } from '../store/facilities.ts';
import type { Trail } from '../store/trail/trail.ts';

type Parts = {
	config: Pick<Config, 'webhookHosts'>;
	sql: Sql;
	clock: () => Date;
	log: Logger;
	facilities: FacilityRegister;
	trail: Trail;
	serverKey: Buffer;
	services: Services;
	/** What is shown is long past: nobody is sent a message about it. */
	isPast: boolean;
};

export function openJobs({ config, serverKey, services, trail, facilities, isPast, ...parts }: Parts): {
	stop: () => Promise<void>;
} {
	const maintenance = new Maintenance({ ...parts, facilities });
	const anchors = new TrailAnchorJob({ trail, log: parts.log });
	const webhooks = isPast
		? null
		: new WebhookJob({
				...{ ...parts, serverKey },
				allowedHosts: config.webhookHosts,
				findStanding: () => services.alerts.findStanding()
			});
	return {
		stop: async () => {
			maintenance.stop();
			await webhooks?.stop();
			await anchors.stop();
		}
	};
}
