/** A frozen evaluation's number in an address; 0, which none has, for anything else. */
export const numberOf = (text: string | undefined): number =>
	/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : 0;
