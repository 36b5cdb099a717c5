-- Written by hand: Drizzle's generator knows neither functions nor views of this kind.
--
-- The views and functions of the schema "city" work as the owner, so no policy stands in their way: each asks for itself
-- whether the transaction's reader sees what it sums. Until the policies are laid down (store/policies.ts, which writes the
-- function anew out of domain/access) the answer is no, and so it is for a transaction that was told nobody.
CREATE FUNCTION "city"."may_see"(subject text) RETURNS boolean LANGUAGE sql STABLE
	SET search_path = pg_catalog AS $$ SELECT false $$;
--> statement-breakpoint
CREATE OR REPLACE VIEW "city"."visit_period" AS
	SELECT grain, period, ''::text AS facility, city.shown(sum(visits)) AS visits
	FROM public.visit_period WHERE grain = 'day' AND (SELECT city.may_see('visits')) GROUP BY grain, period;
--> statement-breakpoint
-- By facility, because a medicine's use is counted once a facility: for those only who see that of the rows of drugs too.
CREATE OR REPLACE VIEW "city"."tally" AS
	SELECT * FROM public.tally WHERE measure = 'drug-use' AND (SELECT city.may_see('drugs'));
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "city"."daily_visits"(first date, last date, as_of date) RETURNS TABLE (day date, visits integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	SELECT counted.day, city.shown(sum(counted.visits)) FROM (
		SELECT period AS day, visits FROM public.visit_period WHERE grain = 'day' AND period BETWEEN first AND last
		UNION ALL
		SELECT occurred_on, -visits FROM public.service_effect WHERE occurred_on BETWEEN first AND last AND known_on > as_of
	) AS counted WHERE (SELECT city.may_see('visits')) GROUP BY counted.day
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "city"."member_months"(last date) RETURNS TABLE (month date, persons integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	WITH moved AS (
		SELECT date_trunc('month', known_on)::date AS month, sum(CASE WHEN status = 'active' THEN persons ELSE 0 END) AS persons
		FROM public.member_effect WHERE known_on <= last AND (SELECT city.may_see('members')) GROUP BY 1
	), standing AS (
		SELECT moved.month, city.shown((sum(moved.persons) OVER (ORDER BY moved.month))::bigint) AS shown FROM moved
	)
	SELECT standing.month, standing.shown - lag(standing.shown, 1, 0) OVER (ORDER BY standing.month) FROM standing
$$;
