/** A cell as the file holds it: a formula's last calculated value, never the formula. */
export type Cell = string | number | boolean | null;

export type SheetRow = {
	/** As spreadsheet programs count: the first is 1, empty ones are counted. */
	number: number;
	cells: Cell[];
	/** Columns with a formula that was never calculated. */
	uncalculated?: number[];
};

export type ReadOptions = {
	signal?: AbortSignal;
	/** How much of the sheet is read, 0 to 1. */
	onShare?: (share: number) => void;
};

/** An open file: its sheets by name, and the rows of each, which are read as often as they are asked for. */
export type Book = {
	sheets: string[];
	/** Excel for old Macintoshes counted days from 1904. */
	is1904: boolean;
	rows: (sheet: number, options?: ReadOptions) => AsyncGenerator<SheetRow>;
};

/** Further right stands nothing of ours: a sheet may have styled cells up to column XFD. */
export const maxColumns = 256;
export const maxCellLength = 32_767;
