import { visitData } from '../../../../protocol/events.ts';
import { codingsOf, type Element } from './element.ts';
import type { ConditionFacts } from './facts.ts';
import { instantOf, keyIfAny, type ReadContext } from './read-context.ts';
import { FhirRefusal } from './refusals.ts';

const icd10 = /\/icd-10(-[a-z]+)?$/;
const diagnosisCode = visitData.shape.diagnoses.element;

/** Complaints in other vocabularies are taken and not counted; a diagnosis of an encounter must have its ICD-10 code. */
export function readCondition(condition: Element, context: ReadContext): ConditionFacts {
	const code = icd10CodeOf(condition.at('code'));
	const encounter = keyIfAny(condition.at('encounter'), 'Encounter', context);
	if (code === null && isDiagnosis(condition))
		throw new FhirRefusal('required', `${condition.path}.code.coding`);
	return {
		type: 'Condition',
		code,
		encounter,
		isActive: !codingsOf(condition.at('verificationStatus')).some(({ code: status }) =>
			['refuted', 'entered-in-error'].includes(status)
		),
		recordedAt: instantOf(condition.at('recordedDate')) ?? null
	};
}

/** @throws FhirRefusal for a code that no event could carry. */
export function icd10CodeOf(concept: Element): string | null {
	const found = codingsOf(concept).find(({ system }) => icd10.test(system));
	if (found === undefined) return null;
	if (!diagnosisCode.safeParse(found.code).success)
		throw new FhirRefusal('not-a-code', found.path, { value: found.code });
	return found.code;
}

const isDiagnosis = (condition: Element) =>
	condition
		.items('category')
		.some((one) => codingsOf(one).some(({ code }) => code === 'encounter-diagnosis'));
