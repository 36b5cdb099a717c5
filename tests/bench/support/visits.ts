/** Visits as a hospital sends them: many people, some ten common diagnoses, half with a drug or two. */
const diagnoses = [
	'J06.9',
	'I10',
	'E11.9',
	'K30',
	'A09',
	'A91',
	'N18.5',
	'J18.9',
	'R50.9',
	'M54.5',
	'A01.0',
	'L30.9'
];
const kecamatanCount = 12;

let serial = 0;
const two = (value: number) => String(value).padStart(2, '0');
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** An impossible number: serial 0000, which no person has. */
export function nikOf(n: number): string {
	const kecamatan = two(1 + (n % kecamatanCount));
	return `3275${kecamatan}${two(1 + (n % 28))}${two(1 + (Math.floor(n / 28) % 12))}${two(Math.floor(n / 336) % 100)}0000`;
}

export function visitEvent(run: string, at = new Date()): Record<string, unknown> {
	const n = serial++;
	const time = new Date(at.getTime() - (n % 86_400) * 1_000).toISOString();
	return {
		specversion: '1.0',
		id: `${run}-${n}`,
		source: '/simrs/bench',
		type: 'id.denyut.visit.v1',
		time,
		data: {
			visit: `${run}-${n}`,
			nik: nikOf(Math.imul(n, 7919) >>> 0),
			kecamatan: `32.75.${two(1 + (n % kecamatanCount))}`,
			service: n % 5 === 0 ? 'emergency' : 'outpatient',
			diagnoses: [pick(diagnoses, n * 7)],
			arrivedAt: time,
			dischargedAt: null,
			outcome: null,
			referral: n % 3 === 0 ? `R-${n}` : null,
			drugs:
				n % 2 === 0
					? [{ item: pick(['paracetamol-500', 'amoxicillin-500', 'amlodipine-5'], n), quantity: 10 }]
					: []
		}
	};
}

export const visitBatch = (run: string, size: number, at?: Date) =>
	Array.from({ length: size }, () => visitEvent(run, at));
