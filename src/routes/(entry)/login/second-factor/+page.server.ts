import { beginFactor, giveCode } from '../../step-actions';
import { nextOf, requireStep, withNext } from '../../steps';
import type { Actions, PageServerLoad } from './$types';

/** An administrator without a second factor sets one up before anything else. */
export const load: PageServerLoad = (event) => {
	const { hasPassword } = requireStep(event, 'set-up-second-factor');
	return { hasPassword, next: nextOf(event) };
};

export const actions: Actions = {
	begin: beginFactor,
	confirm: (event) => giveCode(event, withNext('/login', nextOf(event)))
};
