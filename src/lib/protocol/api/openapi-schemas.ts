/** The schemas that the document refers to by name, from zod's. */
import { z } from 'zod';
import { alertMessage } from '../alerts.ts';
import { reminderMessage } from '../reminders.ts';
import { eligibilityQuestion, letterWish } from '../coverage.ts';
import { envelope, eventTypes, type EventType } from '../events.ts';
import {
	batchAnswer,
	eventError,
	evidence,
	healthAnswer,
	pageOfRows,
	readRefusal,
	requestRefusal
} from './answers.ts';
import {
	coverageRefusal,
	eligibilityAnswer,
	letterAnswer,
	letterCancelled,
	letterCancelling,
	letterKey,
	letterQueued,
	letterRefused,
	registerAnswer,
	registerRefusal
} from './coverage-answers.ts';
import { eventDocs } from './event-docs.ts';
import { resourceNames, type ResourceName } from './queries.ts';
import { rows } from './rows.ts';
import { said } from './said.ts';

type Named = { id: string };
const pascal = (text: string) =>
	text.replace(/(^|[^a-z0-9])([a-z])/g, (_, _before, letter: string) => letter.toUpperCase());

export const refTo = (id: string) => ({ $ref: `#/components/schemas/${id}` });
export const rowSchemaName = (resource: ResourceName) => `${pascal(resource)}Row`;
export const eventSchemaName = (type: EventType) => `${pascal(type.split('.')[2] ?? type)}Event`;

/** Made once: the schemas do not change while the process lives. */
let made: Record<string, object> | undefined;

export function components(): Record<string, object> {
	made ??= { ...eventSchemas(), ...coverageQuestions(), ...answerSchemas() };
	return made;
}

/** What a sender writes: fields that have a default may be left out. */
function eventSchemas(): Record<string, object> {
	const registry = z.registry<Named>();
	const types = Object.keys(eventTypes) as EventType[];
	for (const type of types) {
		const { en, id } = eventDocs[type];
		const event = z
			.object({ ...envelope.shape, type: z.literal(type), data: eventTypes[type] })
			.meta(said(en, id));
		registry.add(event, { id: eventSchemaName(type) });
	}
	const mapping = Object.fromEntries(types.map((type) => [type, refTo(eventSchemaName(type)).$ref]));
	return {
		...schemasOf(registry, 'input'),
		Event: {
			oneOf: types.map((type) => refTo(eventSchemaName(type))),
			discriminator: { propertyName: 'type', mapping }
		}
	};
}

function coverageQuestions(): Record<string, object> {
	const registry = z.registry<Named>();
	registry.add(eligibilityQuestion, { id: 'EligibilityQuestion' });
	registry.add(letterWish, { id: 'LetterWish' });
	registry.add(letterCancelling, { id: 'LetterCancelling' });
	return schemasOf(registry, 'input');
}

const coverageAnswers = {
	Eligibility: eligibilityAnswer,
	LetterIssued: letterAnswer,
	LetterQueued: letterQueued,
	LetterRefused: letterRefused,
	LetterCancelled: letterCancelled,
	LetterKey: letterKey,
	CoverageRefusal: coverageRefusal,
	RegisterSync: registerAnswer,
	RegisterRefusal: registerRefusal
};

function answerSchemas(): Record<string, object> {
	const registry = z.registry<Named>();
	registry.add(eventError, { id: 'EventError' });
	registry.add(batchAnswer, { id: 'BatchAnswer' });
	registry.add(requestRefusal, { id: 'RequestRefusal' });
	registry.add(readRefusal, { id: 'ReadRefusal' });
	registry.add(healthAnswer, { id: 'Health' });
	registry.add(pageOfRows, { id: 'Page' });
	registry.add(evidence, { id: 'Evidence' });
	registry.add(alertMessage, { id: 'AlertMessage' });
	registry.add(reminderMessage, { id: 'ReminderMessage' });
	for (const [id, schema] of Object.entries(coverageAnswers)) registry.add(schema, { id });
	for (const resource of resourceNames) registry.add(rows[resource], { id: rowSchemaName(resource) });
	return schemasOf(registry, 'output');
}

function schemasOf(registry: ReturnType<typeof z.registry<Named>>, io: 'input' | 'output') {
	const { schemas } = z.toJSONSchema(registry, {
		io,
		unrepresentable: 'any',
		uri: (id) => `#/components/schemas/${id}`
	});
	return Object.fromEntries(
		Object.entries(schemas).map(([name, schema]) => {
			// The place in the document names it; an $id would move what its references are relative to.
			const { $schema: _schema, $id: _id, ...rest } = schema;
			return [name, rest];
		})
	);
}
