import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { views, services } = locals;
	const asOf = url.searchParams.get('asOf') || null;
	const read = () => services.members.load({ asOf });
	return {
		view: await orRefuse(() => views.get(`${url.pathname}?asOf=${asOf ?? ''}`, read)),
		mayList: services.memberPeople.isOpen
	};
};
