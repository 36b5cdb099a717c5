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
-- by hand
-- Which part of the money catastrophic diseases take, in whole percent and of the day's count: nothing by disease is told to
-- readers of totals, and no number that a single claim would move.
CREATE FUNCTION "city"."catastrophic_percent"(year integer, until date) RETURNS integer
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
	SELECT round(100.0 * sum(committed_rupiah) FILTER (WHERE disease <> '') / nullif(sum(committed_rupiah), 0))::integer
	FROM public.catastrophic_year WHERE (SELECT city.may_see('money')) AND budget_year = year AND known_on = (
		SELECT max(known_on) FROM public.catastrophic_year WHERE budget_year = year AND known_on <= until)
$$;
