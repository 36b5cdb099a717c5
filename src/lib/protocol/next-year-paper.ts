/** Two pages for the council, in words and figures already: what is to be printed, and nothing to reckon. */
import type { Certainty } from '../domain/next-year.ts';

/** A name and a figure for each certainty. */
export type PaperRow = { name: string; figures: readonly [string, string, string]; isTotal?: boolean };

export type PaperScenario = {
	name: string;
	levers: string;
	figures: readonly [string, string, string];
	/** Rupiah, drawn as a range. */
	rupiah: Record<Certainty, number>;
};

export type ProposalPaper = {
	/** Above all else on each page, where the data are simulated. */
	demo: string | null;
	head: string;
	/** The finding. */
	title: string;
	detail: string;
	levers: string;
	tableTitle: string;
	rows: readonly PaperRow[];
	chart: {
		title: string;
		bars: readonly { name: string; carried: number; cost: number; text: string }[];
		carriedName: string;
		costName: string;
		/** Lines across the bars. */
		marks: readonly { name: string; rupiah: number }[];
	};
	leversTitle: string;
	leverLines: readonly (readonly [string, string])[];
	assumptionsTitle: string;
	/** Name, value, range, source. */
	assumptions: readonly (readonly [string, string, string, string])[];
	servicesTitle: string;
	services: readonly PaperRow[];
	scenariosTitle: string;
	/** Said where there is none to compare. */
	scenariosNone: string;
	scenarios: readonly PaperScenario[];
	methodTitle: string;
	method: readonly string[];
	/** Where the figures come from and up to when, and how to see them again. */
	evidence: string;
	foot: string;
};
