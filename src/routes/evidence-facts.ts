import type { Evidence } from '$lib/domain/evidence';
import { type Locale, formatMoment } from '$lib/i18n/format';
import type { EvidenceFacts } from '$lib/ui/evidence';

type Say = (inputs?: Record<string, unknown>) => string;

/** Puts the evidence of a figure into the reader's words. The words are fetched when somebody first asks. */
export async function evidenceFacts(
	locale: Locale,
	evidence: Evidence,
	figure: string
): Promise<EvidenceFacts> {
	const messages = (await import('$lib/i18n/paraglide/messages.js')) as unknown as Record<string, Say>;
	const say = (key: string, inputs?: Record<string, unknown>) => messages[key]?.(inputs) ?? key;
	const { completeness, rows } = evidence;
	const where = Object.entries(rows.where).map(([name, value]) => `${name} = ${value}`);
	return {
		title: say(evidence.measure),
		figure,
		facts: [
			{ label: say('evidence_as_of'), value: formatMoment(locale, evidence.asOf) },
			{ label: say('evidence_date_basis'), value: say(`evidence_basis_${evidence.dateBasis}`) },
			{
				label: say('evidence_completeness'),
				value: completeness
					? say('evidence_completeness_value', { ...completeness })
					: say('evidence_completeness_none')
			},
			{ label: say('evidence_unit'), value: say(`evidence_unit_${evidence.unit.replaceAll('-', '_')}`) }
		],
		formula: say(evidence.formula),
		rows: {
			text: say('evidence_rows_value', { table: rows.table, where: where.join(', ') || '*' }),
			href: null
		},
		href: evidence.url,
		demo: evidence.demo ? say('evidence_demo') : null
	};
}
