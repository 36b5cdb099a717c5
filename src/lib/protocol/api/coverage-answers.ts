/** What is answered about cards, letters and registers, as schemas: the document is made of them. */
import { z } from 'zod';
import { uncoveredServices, type AskedService } from '../../domain/coverage-rules.ts';
import { letterKinds } from '../../domain/guarantee-letter.ts';
import { registerSources } from '../../domain/membership-validity.ts';
import { services } from '../../domain/service.ts';
import {
	coverageRefusals,
	type CoverageRefusalCode,
	type EligibilityView,
	type LetterView
} from '../coverage.ts';
import { registerRefusals, type RegisterRefusalCode } from '../register-refusals.ts';

const codes = <Code extends string>(table: Record<Code, unknown>) => z.enum(Object.keys(table) as Code[]);
const count = z.number().int().min(0);
const serviceIds = services.map(({ id }) => id);
const askedServices: readonly AskedService[] = [...serviceIds, ...uncoveredServices];
const sentences = z.array(z.object({ code: z.string(), message: z.string() }));
const heard = z.iso.datetime().nullable();

export const eligibilityAnswer = z.object({
	outcome: z.enum(['covered', 'not-covered', 'unknown']),
	answer: z.string(),
	reasons: sentences,
	doubts: sentences,
	notes: sentences,
	ruleVersion: z.string().nullable(),
	day: z.iso.date(),
	facility: z.string(),
	service: z.enum(askedServices),
	asOf: z.object({ dukcapil: heard, dinsos: heard, jkn: heard })
}) satisfies z.ZodType<EligibilityView>;

export const letterAnswer = z.object({
	outcome: z.literal('issued'),
	isRepeated: z.boolean(),
	letter: z.object({
		number: z.string(),
		facility: z.string(),
		facilityName: z.string(),
		kind: z.enum(letterKinds),
		service: z.enum(serviceIds),
		validFrom: z.iso.date(),
		validTo: z.iso.date(),
		issuedAt: z.iso.datetime(),
		standing: z.enum(['valid', 'cancelled', 'expired']),
		ruleVersion: z.string(),
		token: z.string()
	}) satisfies z.ZodType<LetterView>
});

/** Dinkes decides: ask again with the same key. */
export const letterQueued = z.object({
	outcome: z.literal('queued'),
	isRepeated: z.boolean(),
	request: z.object({ id: z.string(), since: z.string() })
});

export const letterRefused = z.object({
	outcome: z.literal('refused'),
	isRepeated: z.literal(true),
	note: z.string()
});

export const letterCancelling = z.object({ reason: z.string().min(5) });
export const letterCancelled = z.object({ outcome: z.literal('cancelled') });

/** A JSON Web Key, and the same key as PEM. */
export const letterKey = z.looseObject({
	kty: z.string(),
	kid: z.string(),
	alg: z.string(),
	use: z.string(),
	pem: z.string()
});

const refusalOf = <Code extends string>(table: Record<Code, unknown>) =>
	z.object({ code: codes(table), message: z.string(), field: z.string().optional() });
export const coverageRefusal = refusalOf<CoverageRefusalCode>(coverageRefusals);
export const registerRefusal = refusalOf<RegisterRefusalCode>(registerRefusals);

export const registerAnswer = z.object({
	id: z.string(),
	source: z.enum(registerSources),
	mode: z.enum(['snapshot', 'delta']),
	...{ lines: count, accepted: count, duplicate: count, rejected: count },
	/** By reason, with the first lines that have it. */
	rejections: z.record(z.string(), z.object({ count, lines: z.array(count) })),
	...{ added: count, changed: count, removed: count }
});
