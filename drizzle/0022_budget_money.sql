-- by hand
-- How old what is owed is, for whoever sees the programme's money: readers of totals see no claim, and no claim is told here.
-- Age is counted from the day of the first version that took effect, the bill; the two halves take turns, so that the present
-- is read by the index of open claims alone.
CREATE FUNCTION "city"."unpaid_ages"(year integer, as_of date, today date)
	RETURNS TABLE (state text, facility text, service text, age integer, claims integer, amount_rupiah bigint)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	SELECT owed.state, owed.facility, owed.service,
		CASE WHEN today - first.billed_on <= 30 THEN 0 WHEN today - first.billed_on <= 60 THEN 31
			WHEN today - first.billed_on <= 90 THEN 61 ELSE 91 END,
		count(*)::integer, sum(owed.amount_rupiah)::bigint
	FROM (
		SELECT c.state, c.facility, c.service, c.claim_no, c.amount_rupiah FROM public.claim c
		WHERE as_of IS NULL AND c.posted_on IS NOT NULL AND c.reversed_on IS NULL
			AND c.state IN ('submitted', 'verified', 'approved') AND c.budget_year = year
		UNION ALL
		SELECT c.state, c.facility, c.service, c.claim_no, c.amount_rupiah FROM public.claim c
		WHERE as_of IS NOT NULL AND c.posted_on <= as_of AND (c.reversed_on IS NULL OR c.reversed_on > as_of)
			AND c.state IN ('submitted', 'verified', 'approved') AND c.budget_year = year
	) AS owed
	CROSS JOIN LATERAL (
		SELECT min(v.occurred_on) AS billed_on FROM public.claim v
		WHERE v.facility = owed.facility AND v.claim_no = owed.claim_no AND v.posted_on <= today
	) AS first
	WHERE (SELECT city.may_see('money')) GROUP BY 1, 2, 3, 4
$$;
