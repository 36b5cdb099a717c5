import { formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { Column } from '$lib/ui/table';

type Counted = { members: number; valid: number };

/** How many members, and how many of them with a card that is valid: two columns of each table of this page. */
export const countColumns = <Row extends Counted>(locale: Locale): Column<Row>[] => [
	{
		id: 'members',
		name: m.members_column_members(),
		value: ({ members }) => members,
		text: ({ members }) => formatNumber(locale, members),
		isNumeric: true
	},
	{
		id: 'valid',
		name: m.members_column_valid(),
		value: ({ valid }) => valid,
		text: ({ valid }) => formatNumber(locale, valid),
		isNumeric: true
	}
];
