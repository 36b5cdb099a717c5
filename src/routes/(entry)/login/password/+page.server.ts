import { changePassword } from '../../step-actions';
import { nextOf, requireStep, withNext } from '../../steps';
import type { Actions, PageServerLoad } from './$types';

/** The first password, made by an administrator, gives way to the person's own. */
export const load: PageServerLoad = (event) => {
	const { userName } = requireStep(event, 'change-password');
	return { userName, next: nextOf(event) };
};

export const actions: Actions = {
	change: (event) => changePassword(event, withNext('/login', nextOf(event)))
};
