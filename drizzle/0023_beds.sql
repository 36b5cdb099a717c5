CREATE TABLE "bed_reminder" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"sent_by" text NOT NULL,
	"way" text NOT NULL,
	"last_report_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "bed_use" (
	"facility" text NOT NULL,
	"month" date NOT NULL,
	"known_on" date NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"days" double precision NOT NULL,
	"beds" double precision NOT NULL,
	"occupied" double precision NOT NULL,
	"covered" double precision NOT NULL,
	"stays" integer NOT NULL,
	"stay_days" integer NOT NULL,
	CONSTRAINT "bed_use_facility_month_known_on_pk" PRIMARY KEY("facility","month","known_on")
);
--> statement-breakpoint
ALTER TABLE "webhook" ADD COLUMN "facility" text;--> statement-breakpoint
CREATE INDEX "bed_reminder_facility" ON "bed_reminder" USING btree ("facility","sent_at");--> statement-breakpoint
CREATE INDEX "visit_stay_ended" ON "visit" USING btree ("discharged_at") WHERE discharged_at IS NOT NULL AND service IN ('inpatient-3', 'icu', 'picu', 'nicu');