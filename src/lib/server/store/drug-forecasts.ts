/**
 * Forecasts of medicines' use as they were made. All places of an item are kept together under their day; of older days the
 * last of each month stays.
 */
import { city } from '../../domain/area.ts';
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import type { Transaction } from './bulk.ts';

/** All places of one item, the city's among them; a second answer of the same day takes the first one's place. */
export async function keepDrugForecasts(tx: Transaction, forecasts: readonly DrugForecast[]): Promise<void> {
	const [first] = forecasts;
	if (!first) return;
	const { item, madeOn } = first;
	await tx`DELETE FROM drug_forecast WHERE item = ${item} AND made_on = ${madeOn}`;
	await tx`DELETE FROM drug_morbidity WHERE item = ${item} AND made_on = ${madeOn}`;
	await tx`
		INSERT INTO drug_forecast (item, place, made_on, computed_at, version, inputs, last_month, plan_from, plan_to,
			lead_months, history, card, months, total, stock)
		SELECT ${item}, place, ${madeOn}, ${first.computedAt}, ${first.version}, inputs, ${first.lastMonth + '-01'}::date,
			${first.plan.from}, ${first.plan.to}, ${first.plan.leadMonths}, history, card, months, total, stock
		FROM jsonb_to_recordset(${JSON.stringify(forecasts.map(rowOf))}::text::jsonb) AS given(place text, inputs jsonb,
			history jsonb, card jsonb, months jsonb, total jsonb, stock jsonb)`;
	const morbidity = forecasts.find(({ facility }) => facility === null)?.morbidity;
	if (!morbidity) return;
	await tx`
		INSERT INTO drug_morbidity (item, made_on, use, per_disease, unknown)
		VALUES (${item}, ${madeOn}, ${morbidity.use}, ${JSON.stringify(morbidity.perDisease)}::text::jsonb,
			${JSON.stringify(morbidity.unknown)}::text::jsonb)`;
}

const rowOf = ({ facility, inputs, history, card, months, total, stock }: DrugForecast) => ({
	...{ place: facility ?? city.code, inputs, history, card, months, total },
	...(stock && { stock })
});

export type ForecastAsked = {
	/** Last day on which it may have been made. */
	asOf: string;
	/** Null for the city. */
	facility: string | null;
	/** All items where left out. */
	item?: string;
};

/**
 * The newest of each item that the reader may see, in order of the items. A facility that the item's newest does not name is
 * not among them, however often it was before. Who may not see cases by disease finds no `morbidity`.
 */
export function readDrugForecasts(
	tx: Transaction,
	{ asOf, facility, item }: ForecastAsked
): Promise<DrugForecast[]> {
	return tx<DrugForecast[]>`
		${forecastColumns(tx)} JOIN (${newestDays(tx, { asOf, facility, item })}) AS newest USING (item, made_on)
		WHERE place = ${facility ?? city.code} ORDER BY item`;
}

/** Every facility's of one item, in order of their codes: as the city's newest of that day, whose sum they are. */
export function readFacilityForecasts(
	tx: Transaction,
	{ asOf, item }: { asOf: string; item: string }
): Promise<DrugForecast[]> {
	return tx<DrugForecast[]>`
		${forecastColumns(tx)} JOIN (${newestDays(tx, { asOf, facility: null, item })}) AS newest USING (item, made_on)
		WHERE place <> ${city.code} ORDER BY place`;
}

/** The day of each item's newest forecast. Where the city's may be seen it decides: a facility may have been left out since. */
const newestDays = (
	tx: Transaction,
	{ asOf, facility, item }: Omit<ForecastAsked, 'item'> & { item: string | undefined }
) => tx`
	SELECT item, max(made_on) AS made_on FROM drug_forecast
	WHERE made_on <= ${asOf}::date AND place = ANY(${[city.code, ...(facility === null ? [] : [facility])]})
		${item === undefined ? tx`` : tx`AND item = ${item}`} GROUP BY item`;

const forecastColumns = (tx: Transaction) => tx`
	SELECT item, nullif(place, ${city.code}) AS facility, made_on AS "madeOn", computed_at AS "computedAt", version, inputs,
		to_char(last_month, 'YYYY-MM') AS "lastMonth",
		jsonb_build_object('from', plan_from, 'to', plan_to, 'leadMonths', lead_months) AS plan,
		history, card, months, total, stock,
		CASE WHEN use IS NOT NULL AND place = ${city.code} THEN
			jsonb_build_object('use', use, 'perDisease', per_disease, 'unknown', "unknown") END AS morbidity
	FROM drug_forecast LEFT JOIN drug_morbidity USING (item, made_on)`;

/** What each item's newest forecast was made from, and when. */
export async function readForecastDigests(tx: Transaction): Promise<Map<string, string>> {
	const rows = await tx<{ item: string; digest: string }[]>`
		SELECT DISTINCT ON (item) item, inputs->>'digest' AS digest FROM drug_forecast
		WHERE place = ${city.code} ORDER BY item, made_on DESC`;
	return new Map(rows.map(({ item, digest }) => [item, digest]));
}

/** Forgets the days before, except the last of each month: those stay, to be held beside what came. */
export async function forgetDrugForecasts(tx: Transaction, before: string): Promise<void> {
	for (const table of ['drug_forecast', 'drug_morbidity'])
		await tx`
			DELETE FROM ${tx(table)} AS old WHERE made_on < ${before}::date AND EXISTS (
				SELECT FROM drug_forecast later WHERE later.item = old.item AND later.place = ${city.code}
					AND later.made_on > old.made_on
					AND date_trunc('month', later.made_on) = date_trunc('month', old.made_on))`;
}
