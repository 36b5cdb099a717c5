import { UsageError } from '../run-command.ts';

/** One history to forecast from. */
export interface SeriesToForecast {
	readonly id: string;
	readonly frequency: number;
	readonly horizon: number;
	readonly train: readonly (number | null)[];
	/** Set where the file asks for several moments of one series. */
	readonly trainLength?: number;
}

/** Histories of a file shaped like those of the forecast reference. @throws UsageError that names series and index */
export function readSeries(input: unknown): SeriesToForecast[] {
	const list = isRecord(input) ? input['series'] : input;
	if (!Array.isArray(list)) throw new UsageError('A forecast file holds a list "series".');
	return list.flatMap((item: unknown, index) => readOne(item, index));
}

function readOne(item: unknown, index: number): SeriesToForecast[] {
	if (!isRecord(item)) throw new UsageError(`Series ${index + 1} is no object.`);
	const id = item['id'];
	if (typeof id !== 'string' || id === '') throw new UsageError(`Series ${index + 1} has no id.`);
	const frequency = readCount(id, 'frequency', item['frequency']);
	const horizon = readCount(id, 'horizon', item['horizon']);
	if (item['train'] !== undefined) {
		return [{ id, frequency, horizon, train: readValues(id, 'train', item['train']) }];
	}
	if (item['values'] === undefined) throw new UsageError(`Series ${id} has neither "train" nor "values".`);
	const values = readValues(id, 'values', item['values']);
	return readOrigins(id, item['origins'], values.length).map((trainLength) => ({
		id,
		frequency,
		horizon,
		trainLength,
		train: values.slice(0, trainLength)
	}));
}

function readOrigins(id: string, origins: unknown, length: number): number[] {
	if (!Array.isArray(origins)) throw new UsageError(`Series ${id} has neither "train" nor "origins".`);
	return origins.map((origin: unknown, index) => {
		const at = isRecord(origin) ? origin['train_length'] : undefined;
		if (typeof at === 'number' && Number.isInteger(at) && at >= 1 && at <= length) return at;
		throw new UsageError(
			`Series ${id}: origins[${index}].train_length is ${show(at)}, not within 1 and ${length}.`
		);
	});
}

function readCount(id: string, name: string, value: unknown): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
	throw new UsageError(`Series ${id}: ${name} is ${show(value)}, not a whole number of 1 or more.`);
}

/** R writes a list of one value as the value. */
function readValues(id: string, name: string, values: unknown): (number | null)[] {
	const list = typeof values === 'number' ? [values] : values;
	if (!Array.isArray(list)) throw new UsageError(`Series ${id}: ${name} is no list.`);
	if (list.length === 0) throw new UsageError(`Series ${id}: ${name} is empty.`);
	return list.map((value: unknown, index) => {
		if (value === null) return null;
		if (typeof value !== 'number' || !Number.isFinite(value)) {
			throw new UsageError(`Series ${id}: ${name}[${index}] is ${show(value)}, not a number.`);
		}
		if (value < 0)
			throw new UsageError(`Series ${id}: ${name}[${index}] is ${value}, and demand is not negative.`);
		return value;
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const show = (value: unknown): string =>
	(value === undefined ? 'missing' : JSON.stringify(value)).slice(0, 40);
