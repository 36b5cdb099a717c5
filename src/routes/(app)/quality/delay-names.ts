import { m } from '$lib/i18n/paraglide/messages.js';

/** In the order in which a source's delays are counted. */
export const delayNames = () => [
	m.quality_delay_1h(),
	m.quality_delay_6h(),
	m.quality_delay_24h(),
	m.quality_delay_7d(),
	m.quality_delay_later()
];
