import { orRefuse } from '../../refuse';
import { drugQuery } from './drug-query';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { views, services } = locals;
	const read = () => services.drugs.load(drugQuery(url));
	return { view: await orRefuse(() => views.get(url.pathname + url.search, read)) };
};
