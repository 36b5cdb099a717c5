import { createContext } from 'svelte';

/**
 * The words and the ways of writing time that these components need. They know no language; the root layout
 * hands one set down. Words that belong to one use of a component come by its props instead.
 */
export interface UiWords {
	close: string;
	menu: string;
	loading: string;
	retry: string;
	apply: string;
	clear: string;
	search: string;
	noMatch: string;
	noData: string;
	chart: string;
	table: string;
	download: string;
	about: string;
	faces: string;
	png: string;
	svg: string;
	csv: string;
	chartFailed: string;
	openEvidence: string;
	formula: string;
	rows: string;
	link: string;
	copy: string;
	ageUnknown: string;
	/** Beside sources and in files where the whole installation is a reconstruction; null elsewhere. */
	mark: string | null;
	/** Beside warnings, in the same case. */
	caution: string | null;
	sortBy: (name: string) => string;
	/** How long ago, as said aloud. */
	age: (at: string, now: string) => string;
	/** The whole moment, as said aloud. */
	moment: (at: string) => string;
	/** The same, as what a figure's knowledge ends with. */
	asOf: (at: string) => string;
}

export const [uiWords, setUiWords] = createContext<() => UiWords>();
