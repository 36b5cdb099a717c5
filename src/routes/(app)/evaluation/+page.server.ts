import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { mayDo } from '$lib/domain/access';
import { paintEvaluation } from '$lib/protocol/evaluation-document';
import { sentBy } from '../../form-once';
import { pickFields } from '../../form-fields';
import { orRefuse } from '../../refuse';
import { documentWords } from './document-words';
import type { Actions, PageServerLoad } from './$types';

const longestField = 1_000;

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const { evaluation } = locals.services;
		const view = await locals.views.get(url.pathname + url.search, () =>
			evaluation.load({ asOf: chosen('asOf'), year: chosen('year') })
		);
		const { document, ...rest } = view;
		const valueOf = (key: string) => document.figures.find((figure) => figure.key === key)?.value ?? null;
		const { role } = locals.viewer;
		return {
			view: { ...rest, hasEnded: document.hasEnded },
			painted: paintEvaluation(document, documentWords(locals.locale)),
			committed: valueOf('used/ladder/total/now'),
			ceiling: valueOf(`needed/decisions/${lastDecision(document.tables)}/amount`),
			frozen: await evaluation.list(),
			mayFreeze: role !== 'system' && mayDo(role, 'freeze-evaluation'),
			once: randomUUID()
		};
	});

const lastDecision = (tables: readonly { section: string; id: string; rows: { key: string }[] }[]) =>
	tables.find(({ section, id }) => section === 'needed' && id === 'decisions')?.rows.at(-1)?.key ?? '';

export const actions: Actions = {
	default: ({ locals, request }) =>
		orRefuse(async () => {
			const form = await request.formData();
			const { year, asOf, note } = pickFields(form, ['year', 'asOf', 'note'], longestField);
			const { evaluation, forms } = locals.services;
			const result = await forms.send(
				sentBy(locals.viewer, form),
				() => evaluation.freeze(locals.viewer, { year: year || null, asOf: asOf || null }, note),
				({ outcome }) => outcome === 'frozen'
			);
			if (result === null) return fail(409, { result: { outcome: 'sent-before' as const } });
			if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
			return result.outcome === 'frozen' ? { result } : fail(422, { result });
		})
};
