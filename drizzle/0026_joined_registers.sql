CREATE TABLE "late_newborn" (
	"mother_id" uuid NOT NULL,
	"born_on" date NOT NULL,
	"known_on" date NOT NULL,
	"ended_on" date,
	"kecamatan" char(8) NOT NULL,
	"family_id" uuid,
	CONSTRAINT "late_newborn_mother_id_born_on_known_on_pk" PRIMARY KEY("mother_id","born_on","known_on")
);
--> statement-breakpoint
ALTER TABLE "jkn_status" ADD COLUMN "status_since" date;--> statement-breakpoint
ALTER TABLE "membership" ADD COLUMN "jkn_since" date;--> statement-breakpoint
CREATE INDEX "membership_family" ON "membership" USING btree ("family_id") WHERE "membership"."ended_on" IS NULL;