/**
 * The number of a referral (surat rujukan) as two are compared: people write it with other capitals, spaces and dashes each
 * time, and it is the same referral. Only Latin letters and digits count. `store/letters/referral` says the same in SQL.
 *
 * @returns null where nothing of it is left: a dash in the field is no referral
 */
export function referralKey(text: string | null | undefined): string | null {
	const key = (text ?? '').replace(/[^0-9A-Za-z]/g, '').toUpperCase();
	return key === '' ? null : key;
}
