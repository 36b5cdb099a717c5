CREATE INDEX "visit_mother" ON "visit" USING btree ("mother_id","occurred_on") WHERE "visit"."mother_id" IS NOT NULL AND "visit"."person_id" IS NULL;
--> statement-breakpoint
-- Written by hand from here. One number of members: those whose card counts, of the days counted out of events and registers
-- (store/register/member-totals.ts sums the same for whoever sees it exact).
CREATE OR REPLACE FUNCTION "city"."member_months"(last date) RETURNS TABLE (month date, persons integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	WITH standing AS (
		SELECT date_trunc('month', day)::date AS month,
			city.shown(coalesce(sum(persons) FILTER (WHERE reason = 'valid'), 0)::bigint) AS shown
		FROM public.membership_day WHERE (SELECT city.may_see('members')) AND day IN (
			SELECT max(day) FROM public.membership_day WHERE day <= last GROUP BY date_trunc('month', day)
		) GROUP BY day
	)
	SELECT standing.month, standing.shown - lag(standing.shown, 1, 0) OVER (ORDER BY standing.month) FROM standing
$$;
