/** The forms of signals by e-mail. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { SignalMailAnswer, SignalMailRefusal } from '$lib/protocol/views/signal-mail';
import { pickFields } from '../../form-fields';

/** As it was typed, so that nobody types it twice. */
export type TypedWish = { address: string; locale: 'id' | 'en'; isAll: boolean; diseases: string[] };
export type MailRefused = { why: SignalMailRefusal; minutes: number; typed: TypedWish | null };

const longestField = 400;
const mostTicks = 200;

async function wishOf({ request }: RequestEvent): Promise<TypedWish> {
	const data = await request.formData();
	const { address, locale, which } = pickFields(data, ['address', 'locale', 'which'], longestField);
	const ticked = data.getAll('disease').filter((value) => typeof value === 'string');
	return {
		address,
		locale: locale === 'en' ? 'en' : 'id',
		isAll: which !== 'some',
		diseases: ticked.slice(0, mostTicks)
	};
}

function answer(told: SignalMailAnswer, typed: TypedWish | null) {
	if (told.outcome === 'forbidden') error(403, { message: 'forbidden' });
	if (told.outcome !== 'refused') redirect(303, `/account?done=mail-${told.outcome}#signal-mail`);
	const { why, retryAfterSeconds } = told;
	const mail: MailRefused = { why, minutes: Math.ceil(retryAfterSeconds / 60), typed };
	return fail(why === 'too-many' ? 429 : 400, { mail });
}

export async function askForMail(event: RequestEvent) {
	const wish = await wishOf(event);
	return answer(await event.locals.services.signalMail.ask(event.locals.viewer, wish), wish);
}

export async function confirmMail(event: RequestEvent) {
	const { code } = pickFields(await event.request.formData(), ['code'], longestField);
	return answer(await event.locals.services.signalMail.confirm(event.locals.viewer, code), null);
}

export async function changeMail(event: RequestEvent) {
	const wish = await wishOf(event);
	return answer(await event.locals.services.signalMail.change(event.locals.viewer, wish), wish);
}

export async function stopMail({ locals }: RequestEvent) {
	return answer(await locals.services.signalMail.stop(locals.viewer), null);
}
