CREATE TABLE "dinsos_card" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"family_id" uuid,
	"families" smallint NOT NULL,
	"segment" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dukcapil_person" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"family_id" uuid,
	"families" smallint NOT NULL,
	"kecamatan" char(8) NOT NULL,
	"status" text NOT NULL,
	"status_since" date,
	"ektp" boolean,
	"is_head" boolean NOT NULL,
	"registered_since" date,
	"stated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jkn_status" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"person_id" uuid NOT NULL,
	"known_on" date NOT NULL,
	"ended_on" date,
	"family_id" uuid,
	"kecamatan" char(8) NOT NULL,
	"segment" text NOT NULL,
	"register_status" text,
	"status_since" date,
	"jkn" text NOT NULL,
	"registered_since" date,
	"reasons" integer NOT NULL,
	CONSTRAINT "membership_person_id_known_on_pk" PRIMARY KEY("person_id","known_on")
);
--> statement-breakpoint
CREATE TABLE "membership_day" (
	"day" date NOT NULL,
	"kecamatan" char(8) NOT NULL,
	"reason" text NOT NULL,
	"persons" integer NOT NULL,
	"families" integer,
	"claims" integer,
	"paid_rupiah" bigint,
	"counted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "membership_day_day_kecamatan_reason_pk" PRIMARY KEY("day","kecamatan","reason")
);
--> statement-breakpoint
CREATE TABLE "membership_due" (
	"person_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register_sync" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"sender" text NOT NULL,
	"lines" integer NOT NULL,
	"accepted" integer NOT NULL,
	"duplicate" integer NOT NULL,
	"rejected" integer NOT NULL,
	"rejections" jsonb NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"removed" integer NOT NULL,
	"fault" text
);
--> statement-breakpoint
CREATE INDEX "dukcapil_person_family" ON "dukcapil_person" USING btree ("family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_standing" ON "membership" USING btree ("person_id") WHERE "membership"."ended_on" IS NULL;--> statement-breakpoint
CREATE INDEX "membership_defects" ON "membership" USING btree ("kecamatan","person_id") WHERE "membership"."ended_on" IS NULL AND "membership"."reasons" <> 0;--> statement-breakpoint
CREATE INDEX "register_sync_source" ON "register_sync" USING btree ("source","started_at");--> statement-breakpoint
-- Written by hand from here. Who an event speaks of must be judged anew, whatever day it says that it was known.
CREATE FUNCTION membership_mark_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN
	INSERT INTO public.membership_due (person_id) SELECT DISTINCT person_id FROM given;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER member_is_due AFTER INSERT ON "member" REFERENCING NEW TABLE AS given FOR EACH STATEMENT EXECUTE FUNCTION membership_mark_due();
--> statement-breakpoint
INSERT INTO "membership_due" ("person_id") SELECT DISTINCT "person_id" FROM "member";
--> statement-breakpoint
ALTER TABLE "register_sync" ADD CONSTRAINT "register_sync_adds_up" CHECK ("accepted" + "duplicate" + "rejected" = "lines");
--> statement-breakpoint
-- Readers of city totals find these under the names of the tables: no kecamatan of a person, and no row of one.
CREATE VIEW "city"."membership_day" AS
	SELECT day, ''::char(8) AS kecamatan, reason, sum(persons)::int AS persons, sum(families)::int AS families,
		sum(claims)::int AS claims, sum(paid_rupiah)::bigint AS paid_rupiah, max(counted_at)::timestamptz(3) AS counted_at
	FROM public.membership_day GROUP BY day, reason;
--> statement-breakpoint
CREATE VIEW "city"."register_sync" AS SELECT * FROM public.register_sync;
