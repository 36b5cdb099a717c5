-- Written by hand: Drizzle's generator knows neither functions nor views of this kind.
--
-- What readers of city totals find is rounded here already, so that no query of theirs, also one that is yet to be written, can
-- tell a small count. The smallest total is that of one day over all services and conditions; all longer ones are sums of what
-- is shown of their days, so no total stands beside its parts. The rounding is that of domain/blur.
CREATE FUNCTION "city"."shown"(count bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN count < 8 THEN 0 ELSE (round(count / 5.0) * 5)::int END
$$;
--> statement-breakpoint
CREATE OR REPLACE VIEW "city"."visit_period" AS
	SELECT grain, period, ''::text AS facility, city.shown(sum(visits)) AS visits
	FROM public.visit_period WHERE grain = 'day' GROUP BY grain, period;
--> statement-breakpoint
-- By two dates, the sums would tell each day's late reports: of a past day ask city.daily_visits.
CREATE OR REPLACE VIEW "city"."service_effect" AS
	SELECT occurred_on, facility, service, known_on, visits FROM public.service_effect WHERE false;
--> statement-breakpoint
CREATE OR REPLACE VIEW "city"."member_effect" AS
	SELECT kecamatan, segment, status, jkn, known_on, persons FROM public.member_effect WHERE false;
--> statement-breakpoint
-- Visits of each day, as known now or at the end of a past day. As the owner: a reader of totals may not see what it sums.
CREATE FUNCTION "city"."daily_visits"(first date, last date, as_of date) RETURNS TABLE (day date, visits integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	SELECT counted.day, city.shown(sum(counted.visits)) FROM (
		SELECT period AS day, visits FROM public.visit_period WHERE grain = 'day' AND period BETWEEN first AND last
		UNION ALL
		SELECT occurred_on, -visits FROM public.service_effect WHERE occurred_on BETWEEN first AND last AND known_on > as_of
	) AS counted GROUP BY counted.day
$$;
--> statement-breakpoint
-- How the number of members that is shown moved from month's end to month's end, and to the last day; their sum is the number.
CREATE FUNCTION "city"."member_months"(last date) RETURNS TABLE (month date, persons integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	WITH moved AS (
		SELECT date_trunc('month', known_on)::date AS month, sum(CASE WHEN status = 'active' THEN persons ELSE 0 END) AS persons
		FROM public.member_effect WHERE known_on <= last GROUP BY 1
	), standing AS (
		SELECT moved.month, city.shown((sum(moved.persons) OVER (ORDER BY moved.month))::bigint) AS shown FROM moved
	)
	SELECT standing.month, standing.shown - lag(standing.shown, 1, 0) OVER (ORDER BY standing.month) FROM standing
$$;
