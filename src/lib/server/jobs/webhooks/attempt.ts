/** How an attempt to hand over a message ended; `fault` is a code, null where it was taken. */
export type Attempt = { status: number | null; fault: string | null };

/** `isFinal`: to try again would be of no use. */
export type Judged = Attempt & { isFinal: boolean };
