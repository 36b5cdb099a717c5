import { momentOf } from '$lib/server/services/context';
import type { LayoutServerLoad } from './$types';
import { orRefuse } from './refuse';

export const load: LayoutServerLoad = ({ locals, url }) =>
	orRefuse(() => {
		const { clock, demo } = locals.app.services.context;
		const moment = momentOf(url.searchParams.get('asOf') || null, clock);
		return {
			locale: locals.locale,
			theme: locals.theme,
			demo,
			asOf: moment.asOf,
			now: moment.now.toISOString()
		};
	});
