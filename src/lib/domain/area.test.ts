import { describe, expect, it } from 'vitest';
import { kecamatanBoundaries, kecamatanFeatureCollection } from './area-boundaries.ts';
import {
	bucketKecamatan,
	city,
	findKecamatan,
	findKecamatanByName,
	kecamatan,
	outsideArea,
	unknownArea
} from './area.ts';

describe('kecamatan', () => {
	it('are twelve with codes of their own under the city', () => {
		expect(new Set(kecamatan.map(({ code }) => code)).size).toBe(12);
		for (const { code } of kecamatan) expect(code).toMatch(/^32\.75\.(0[1-9]|1[0-2])$/);
	});

	it('have estimates that add up to the published city total', () => {
		expect(kecamatan.reduce((sum, { population }) => sum + population.persons, 0)).toBe(2_572_209);
		expect(city.population).toBe(2_572_209);
		expect(kecamatan.every(({ population }) => population.estimate && population.basis !== '')).toBe(true);
	});

	it('are found by code and by either spelling of the name', () => {
		expect(findKecamatan('32.75.07')?.name).toBe('Bantargebang');
		expect(findKecamatan('32.75.13')).toBeUndefined();
		for (const name of ['Bantar Gebang', 'BANTARGEBANG', 'Kec. Bantargebang']) {
			expect(findKecamatanByName(name)?.code).toBe('32.75.07');
		}
		expect(findKecamatanByName('Medansatria')?.name).toBe('Medan Satria');
		expect(findKecamatanByName('Tambun Selatan')).toBeUndefined();
	});

	it('bucket a residence as itself, unknown or outside, and nothing else', () => {
		expect(bucketKecamatan('32.75.01')).toBe('32.75.01');
		expect(bucketKecamatan(null)).toBe(unknownArea);
		expect(bucketKecamatan('')).toBe(unknownArea);
		expect(bucketKecamatan(unknownArea)).toBe(unknownArea);
		expect(bucketKecamatan(outsideArea)).toBe(outsideArea);
		for (const code of ['32.16.06', '32.75.13', '32.75', '__proto__']) {
			expect(bucketKecamatan(code)).toBe(outsideArea);
		}
	});
});

describe('boundaries', () => {
	it('are one closed ring around the centre of each kecamatan', () => {
		expect(kecamatanBoundaries.map(({ code }) => code)).toEqual(kecamatan.map(({ code }) => code));
		for (const { code, geometry } of kecamatanBoundaries) {
			const ring = geometry.coordinates[0] ?? [];
			expect(ring.length).toBeGreaterThan(20);
			expect(ring[0]).toEqual(ring.at(-1));
			expect(contains(ring, findKecamatan(code)?.centre ?? [0, 0]), code).toBe(true);
		}
		expect(kecamatanFeatureCollection.features).toHaveLength(12);
	});
});

function contains(ring: readonly (readonly [number, number])[], [x, y]: readonly [number, number]): boolean {
	let inside = false;
	for (const [index, [x1, y1]] of ring.entries()) {
		const [x2, y2] = ring.at(index - 1) ?? [0, 0];
		if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
	}
	return inside;
}
