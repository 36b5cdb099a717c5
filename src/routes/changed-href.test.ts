import { expect, it } from 'vitest';
import { changedHref } from './changed-href';

const url = new URL('http://localhost/trail?who=user%3Aa&page=3');

it('changes what is named, keeps the rest and takes away what is null', () => {
	expect(changedHref(url, { page: '4' })).toBe('/trail?who=user%3Aa&page=4');
	expect(changedHref(url, { page: null })).toBe('/trail?who=user%3Aa');
	expect(changedHref(url, { page: null, who: null })).toBe('/trail');
	expect(url.search, 'the address itself stays').toBe('?who=user%3Aa&page=3');
});

it('leads to another page with the same parameters', () => {
	expect(changedHref(url, { page: null }, '/trail/lines.csv')).toBe('/trail/lines.csv?who=user%3Aa');
});
