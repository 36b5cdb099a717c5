CREATE TABLE "bed_reminder" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"sent_by" text NOT NULL,
	"way" text NOT NULL,
	"last_report_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "webhook" ADD COLUMN "facility" text;--> statement-breakpoint
CREATE INDEX "bed_reminder_facility" ON "bed_reminder" USING btree ("facility","sent_at");