/** What a text of the database can hold: neither NUL nor half of a pair of surrogates, as `u` reads them. */
export const storableText = /^[^\0\ud800-\udfff]*$/u;
