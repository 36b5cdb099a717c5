import type { Element } from './element.ts';
import type { PatientFacts } from './facts.ts';
import { identifiersOf, isNikSystem, type ReadContext } from './read-context.ts';
import { FhirRefusal } from './refusals.ts';

/** Of a person stay the keyed digest, what the number tells besides who, and the kecamatan of residence. */
export function readPatient(patient: Element, context: ReadContext): PatientFacts {
	const identifiers = identifiersOf(patient);
	const digest = (suits: (system: string) => boolean) => {
		const found = identifiers.find(({ system }) => suits(system));
		if (found === undefined) return null;
		const hint = context.hintOf(found.value);
		if (hint === undefined) throw new FhirRefusal('bad-nik', found.path);
		return hint;
	};
	const person = digest(isNikSystem);
	const mother = digest((system) => /\/id\/nik-ibu$/.test(system));
	if (person === null && mother === null) throw new FhirRefusal('required', `${patient.path}.identifier`);
	return { type: 'Patient', person, mother, kecamatan: residenceOf(patient) };
}

/** The home address's district, else its city, by the code of Kemendagri; other numbering says nothing here. */
function residenceOf(patient: Element): string | null {
	const addresses = patient.items('address');
	const home = addresses.find((address) => address.at('use').text() === 'home') ?? addresses[0];
	const codes = home
		?.items('extension')
		.find((one) => /\/administrativeCode$/.test(one.at('url').text() ?? ''));
	if (codes === undefined) return null;
	const codeOf = (level: string) =>
		codes
			.items('extension')
			.find((one) => one.at('url').text() === level)
			?.at('valueCode')
			.text() ?? '';
	const [, province, city, district] =
		/^(\d\d)(\d\d)(\d\d)$/.exec(codeOf('district').replaceAll('.', '')) ?? [];
	return province === undefined ? null : `${province}.${city}.${district}`;
}
