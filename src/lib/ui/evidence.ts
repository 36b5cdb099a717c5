import { createContext } from 'svelte';

/** What a figure shows of its evidence, already in the reader's words. */
export interface EvidenceFacts {
	title: string;
	figure: string;
	facts: { label: string; value: string }[];
	formula: string | null;
	/** The rows behind the figure, with a link as far as the reader's role may follow it. */
	rows: { text: string; href: string | null } | null;
	/** Brings back the same view. */
	href: string;
	/** Said where the figure comes from simulated data. */
	demo: string | null;
}

/** Puts the evidence into words when somebody asks, so that those words are no part of the first load. */
export type AskEvidence = () => EvidenceFacts | Promise<EvidenceFacts>;

/** Opens the one evidence sheet of the page; `EvidenceHost` provides it. */
export const [evidenceOpener, setEvidenceOpener] = createContext<(ask: AskEvidence) => void>();
