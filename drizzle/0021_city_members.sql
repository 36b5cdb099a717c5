-- Written by hand: Drizzle's generator knows no views of this kind.
--
-- Members as readers of totals find them: rounded here already, nobody's without a role that may read them, and no money
-- beside so few that they are not shown. The rounding is that of domain/blur.
CREATE OR REPLACE VIEW "city"."membership_day" AS
	SELECT day, ''::char(8) AS kecamatan, reason, city.shown(sum(persons)) AS persons, city.shown(sum(families)) AS families,
		city.shown(sum(claims)) AS claims,
		CASE WHEN sum(persons) < 8 OR sum(claims) < 8 THEN NULL ELSE sum(paid_rupiah)::bigint END AS paid_rupiah,
		max(counted_at)::timestamptz(3) AS counted_at
	FROM public.membership_day WHERE (SELECT city.may_see('members')) GROUP BY day, reason;
--> statement-breakpoint
CREATE OR REPLACE VIEW "city"."register_sync" AS
	SELECT * FROM public.register_sync WHERE (SELECT city.may_see('members'));
