CREATE TABLE "visit_period" (
	"grain" text NOT NULL,
	"period" date NOT NULL,
	"facility" text NOT NULL,
	"visits" integer NOT NULL,
	CONSTRAINT "visit_period_grain_period_facility_pk" PRIMARY KEY("grain","period","facility")
);
--> statement-breakpoint
DROP INDEX "disease_period_period";--> statement-breakpoint
CREATE INDEX "source_day_day" ON "source_day" USING btree ("day");
--> statement-breakpoint
ALTER TABLE "visit_period" SET (fillfactor = 70);
--> statement-breakpoint
INSERT INTO "visit_period" ("grain", "period", "facility", "visits")
SELECT p.grain, p.period, e.facility, sum(e.visits)
FROM "service_effect" e
CROSS JOIN LATERAL (VALUES ('day', e.occurred_on), ('month', date_trunc('month', e.occurred_on::timestamp)::date)) AS p(grain, period)
GROUP BY 1, 2, 3 HAVING sum(e.visits) <> 0;
