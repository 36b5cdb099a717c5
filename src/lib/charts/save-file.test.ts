import { expect, it } from 'vitest';
import { fileName } from './save-file';

it('names a file after the finding, in letters that every system takes', () => {
	expect(fileName('DBD naik di Rawalumbu: 12 %', 'csv')).toBe('dbd-naik-di-rawalumbu-12.csv');
	expect(fileName('../../', 'png')).toBe('denyut.png');
});
