/** What a chosen row of the queue says of itself in the form; a claim's number may hold spaces and stands last. */
export const chosenValue = (row: { facility: string; claimNo: string; versionKey: string }): string =>
	`${row.facility} ${row.versionKey} ${row.claimNo}`;
