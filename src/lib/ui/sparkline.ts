const width = 100;
const height = 32;

/** A zero-based line through `values` in a 100 × 32 box; a missing value breaks the line, it is not a nought. */
export function sparklinePath(values: readonly (number | null)[], top: number): string {
	const step = values.length > 1 ? width / (values.length - 1) : 0;
	let isPenDown = false;
	const parts: string[] = [];
	values.forEach((value, index) => {
		if (value === null) {
			isPenDown = false;
			return;
		}
		const y = height - (Math.max(0, value) / top) * (height - 2);
		parts.push(`${isPenDown ? 'L' : 'M'}${round(index * step)} ${round(y)}`);
		isPenDown = true;
	});
	return parts.join('');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
