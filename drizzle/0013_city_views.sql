-- Written by hand: Drizzle's generator knows no views of this kind.
--
-- What readers of city totals find under the names of the tables: their transactions look into the schema "city" first. No
-- view tells a facility or a kecamatan, and what counts persons by disease is not there at all: of that they see what was
-- blurred (see domain/blur and the lattice). The views read with the rights of their owner, so the policies of the tables do not stand in their way.
CREATE SCHEMA "city";
--> statement-breakpoint
CREATE VIEW "city"."visit_period" AS
	SELECT grain, period, ''::text AS facility, sum(visits)::int AS visits FROM public.visit_period GROUP BY grain, period;
--> statement-breakpoint
CREATE VIEW "city"."service_effect" AS
	SELECT occurred_on, ''::text AS facility, ''::text AS service, known_on, sum(visits)::int AS visits
	FROM public.service_effect GROUP BY occurred_on, known_on;
--> statement-breakpoint
CREATE VIEW "city"."disease_period" AS
	SELECT icd3, grain, period, kecamatan, visits FROM public.disease_period WHERE false;
--> statement-breakpoint
CREATE VIEW "city"."disease_effect" AS
	SELECT icd3, occurred_on, kecamatan, facility, known_on, visits FROM public.disease_effect WHERE false;
--> statement-breakpoint
CREATE VIEW "city"."member_effect" AS
	SELECT ''::char(8) AS kecamatan, ''::text AS segment, status, jkn, known_on, sum(persons)::int AS persons
	FROM public.member_effect GROUP BY status, jkn, known_on;
--> statement-breakpoint
CREATE VIEW "city"."tally" AS
	SELECT * FROM public.tally WHERE measure = 'drug-use';
