CREATE TABLE "budget_decision" (
	"number" integer PRIMARY KEY NOT NULL,
	"budget_year" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"known_on" date NOT NULL,
	"who" text NOT NULL,
	"kind" text NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	"cash_plan" jsonb,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "capitation_area" (
	"budget_year" integer NOT NULL,
	"known_on" date NOT NULL,
	"kecamatan" char(8) NOT NULL,
	"segment" text NOT NULL,
	"from_month" date NOT NULL,
	"to_month" date NOT NULL,
	"member_months" bigint NOT NULL,
	"claims" integer NOT NULL,
	"committed_rupiah" bigint NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "capitation_area_budget_year_known_on_kecamatan_segment_pk" PRIMARY KEY("budget_year","known_on","kecamatan","segment")
);
--> statement-breakpoint
CREATE TABLE "catastrophic_year" (
	"budget_year" integer NOT NULL,
	"known_on" date NOT NULL,
	"disease" text NOT NULL,
	"claims" integer NOT NULL,
	"committed_rupiah" bigint NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "catastrophic_year_budget_year_known_on_disease_pk" PRIMARY KEY("budget_year","known_on","disease")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "budget_decision_year" ON "budget_decision" USING btree ("budget_year","number");--> statement-breakpoint
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

--> statement-breakpoint
-- by hand
-- Which part of the money catastrophic diseases take, in whole percent and of the day's count: nothing by disease is told to
-- readers of totals, and no number that a single claim would move.
CREATE FUNCTION "city"."catastrophic_percent"(year integer, until date) RETURNS integer
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	SELECT round(100.0 * sum(committed_rupiah) FILTER (WHERE disease <> '') / nullif(sum(committed_rupiah), 0))::integer
	FROM public.catastrophic_year WHERE (SELECT city.may_see('money')) AND budget_year = year AND known_on = (
		SELECT max(known_on) FROM public.catastrophic_year WHERE budget_year = year AND known_on <= until)
$$;

--> statement-breakpoint
-- by hand
CREATE FUNCTION budget_decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege', HINT = 'Add a line that says what is right now.';
END $$;
--> statement-breakpoint
CREATE TRIGGER budget_decision_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "budget_decision" FOR EACH STATEMENT EXECUTE FUNCTION budget_decision_refuse_change();
