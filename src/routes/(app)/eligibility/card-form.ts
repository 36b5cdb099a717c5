import { letterKinds, type LetterKind } from '$lib/domain/guarantee-letter';

/** What the form of a card holds, as the service takes it. */
const textOf = (form: FormData, name: string): string | null => {
	const value = form.get(name);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

export function questionOf(form: FormData) {
	const said = textOf(form, 'emergency');
	return {
		nik: textOf(form, 'nik') ?? '',
		service: textOf(form, 'service'),
		referral: textOf(form, 'referral'),
		ektpNik: textOf(form, 'ektpNik'),
		emergency: said === null ? null : said === 'yes'
	};
}

export function wishOf(form: FormData) {
	const kind = kindOf(form);
	return {
		...questionOf(form),
		...{ key: textOf(form, 'key'), kind, nik: textOf(form, 'nik') },
		...(kind === 'newborn' && { mother: textOf(form, 'mother'), bornOn: textOf(form, 'bornOn') }),
		...(kind === 'sktm' && { sktm: textOf(form, 'sktm') }),
		...(kind !== 'member' && { serviceDay: textOf(form, 'serviceDay') })
	};
}

const kindOf = (form: FormData): LetterKind => knownKind(textOf(form, 'kind'));

export const knownKind = (text: string | null): LetterKind =>
	letterKinds.find((kind) => kind === text) ?? 'member';

/** Given back to a page without a script, so that nobody types it twice. Never a number of a person. */
export function typedIn(form: FormData) {
	return {
		service: textOf(form, 'service') ?? 'outpatient',
		referral: textOf(form, 'referral') ?? '',
		emergency: textOf(form, 'emergency') ?? ''
	};
}
