/** What a process does beside answering. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { Maintenance } from '../jobs/maintenance.ts';
import { TrailAnchorJob } from '../jobs/trail-anchor.ts';
import { LettersOut } from '../jobs/mail/letters-out.ts';
import { Mailer } from '../jobs/mail/mailer.ts';
import { WebhookJob } from '../jobs/webhooks/webhook-job.ts';
import type { Services } from '../services/index.ts';
import type { Sql } from '../store/connect.ts';
import type { FacilityRegister } from '../store/facilities.ts';
import type { Trail } from '../store/trail/trail.ts';

type Parts = {
	config: Pick<Config, 'webhookHosts' | 'mail'>;
	sql: Sql;
	clock: () => Date;
	log: Logger;
	facilities: FacilityRegister;
	trail: Trail;
	serverKey: Buffer;
	services: Services;
	/** What is shown is long past: nobody is sent a message about it. */
	isPast: boolean;
	/** Simulated data: letters say so. */
	demo: boolean;
};

export function openJobs({ config, services, trail, facilities, isPast, demo, ...parts }: Parts): {
	stop: () => Promise<void>;
} {
	const maintenance = new Maintenance({ ...parts, facilities });
	const anchors = new TrailAnchorJob({ trail, log: parts.log });
	const webhooks = isPast
		? null
		: new WebhookJob({
				...parts,
				letters: new LettersOut({
					...{ ...parts, demo },
					mailer: config.mail === undefined ? null : new Mailer(config.mail)
				}),
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
